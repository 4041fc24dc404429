/**
 * InstructUIE as released (BeyonderXX/InstructUIE, commit 339ade6: `src/evaluation/evaluator.py`), faults included:
 * `None` is an entity that can be right, a trigger answer is right as a whole string or wrong, and arguments are asked
 * for by the gold event's type. An output that cannot be read is taken for the answer string.
 */
import { comparisonOf } from '../comparison.ts';
import { argumentRows } from '../instructuie-rows.ts';
import {
  type AnswerString,
  argumentString,
  entityString,
  INSTRUCTUIE_NORMALISATION,
  piecesOf,
  piecesWithColon,
  rawString,
  relationString,
  triggerString,
  wholeOf,
} from '../instructuie-strings.ts';
import { allMetrics, type ScorerProfile } from '../profile.ts';

export const profile: ScorerProfile = {
  name: 'instructuie',
  summary: 'pieces of answer strings, `None` among them; trigger: accuracy of the whole string',
  normalisation: INSTRUCTUIE_NORMALISATION,
  metrics: allMetrics,
  matching: 'set',
  compare: ({ example: { task, gold }, output, decoded: { structure, malformed } }) => {
    const answer = (write: () => AnswerString): AnswerString => (malformed ? rawString(output) : write());
    switch (task) {
      case 'ner':
        return {
          entity: comparisonOf(piecesOf(entityString(gold)), piecesOf(answer(() => entityString(structure)))),
        };
      case 're':
        return {
          relation: comparisonOf(
            piecesWithColon(relationString(gold)),
            piecesWithColon(answer(() => relationString(structure))),
          ),
        };
      case 'ee': {
        const rows = argumentRows(gold, structure, (events) => answer(() => argumentString(events)));
        return {
          trigger: comparisonOf(
            wholeOf(triggerString(gold)),
            wholeOf(answer(() => triggerString(structure))),
          ),
          argument: comparisonOf(rows.gold, rows.answer),
        };
      }
    }
  },
};
