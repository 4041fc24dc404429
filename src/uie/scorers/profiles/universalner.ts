/**
 * UniversalNER (universal-ner/universal-ner, commit 844e0e1: `src/eval/evaluate.py`): one question for every example
 * and type of the schema, answered by a list of texts that are compared as sets after SQuAD's normalisation. The list
 * is read up to its first `]`, so a text that holds one makes the whole list empty, in the gold as in the answer.
 */
import { compileSchema } from '../../compiled-schema.ts';
import { type ItemParts, structureItems } from '../../structure-items.ts';
import { squeeze } from '../../white-space.ts';
import { type Candidate, comparisonOf } from '../comparison.ts';
import type { ScorerProfile } from '../profile.ts';
import { outsideSchema } from '../reasons.ts';

export const profile: ScorerProfile = {
  name: 'universalner',
  summary: 'NER only; sets of texts by type, without case, punctuation and articles',
  normalisation: 'lower-cased, ASCII punctuation and a, an, the deleted, blanks squeezed',
  metrics: { ner: ['entity'], re: [], ee: [] },
  matching: 'set',
  compare: ({ example: { schema, gold }, decoded: { structure } }) => {
    const { types } = compileSchema(schema);
    return {
      entity: comparisonOf(
        listed(structureItems(gold).entity, types),
        listed(structureItems(structure).entity, types),
      ),
    };
  },
};

function listed(entities: readonly ItemParts[], types: ReadonlySet<string>): readonly Candidate[] {
  const unreadable = new Set<string>();
  for (const [type, text] of entities) if (text!.includes(']')) unreadable.add(squeeze(type!));
  return entities.map((from) => {
    const type = squeeze(from[0]!);
    const unread = unreadable.has(type) ? 'the list of its type has a ] in a text' : undefined;
    return {
      from,
      as: [type, normalise(from[1]!)],
      why: outsideSchema(types, type) ?? unread,
    };
  });
}

/** As SQuAD normalises answers. */
function normalise(text: string): string {
  const plain = text.toLowerCase().replace(/[!-/:-@[-`{-~]/g, '');
  return squeeze(plain.replace(/(?<![\p{L}\p{N}_])(?:a|an|the)(?![\p{L}\p{N}_])/gu, ' '));
}
