/**
 * InstructUIE with its two faults mended, as the fork UmeanNever/B2NER does: `None` is no entity, since pieces need a
 * colon, and triggers have an F1. An output that cannot be read has no items.
 */
import { comparisonOf } from '../comparison.ts';
import { argumentRows } from '../instructuie-rows.ts';
import {
  argumentString,
  entityString,
  INSTRUCTUIE_NORMALISATION,
  piecesWithColon,
  relationString,
  triggerString,
} from '../instructuie-strings.ts';
import { allMetrics, type ScorerProfile } from '../profile.ts';

export const profile: ScorerProfile = {
  name: 'instructuie-fixed',
  summary: 'as instructuie, but `None` is no entity and triggers have an F1',
  normalisation: INSTRUCTUIE_NORMALISATION,
  metrics: allMetrics,
  matching: 'set',
  compare: ({ example: { task, gold }, decoded: { structure } }) => {
    switch (task) {
      case 'ner':
        return {
          entity: comparisonOf(piecesWithColon(entityString(gold)), piecesWithColon(entityString(structure))),
        };
      case 're':
        return {
          relation: comparisonOf(
            piecesWithColon(relationString(gold)),
            piecesWithColon(relationString(structure)),
          ),
        };
      case 'ee': {
        const rows = argumentRows(gold, structure, argumentString);
        return {
          trigger: comparisonOf(
            piecesWithColon(triggerString(gold)),
            piecesWithColon(triggerString(structure)),
          ),
          argument: comparisonOf(rows.gold, rows.answer),
        };
      }
    }
  },
};
