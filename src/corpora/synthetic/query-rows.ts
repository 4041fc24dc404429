/** Synthetic queries: short search texts whose slots are known, for Figure 3. */
import { ProuieError } from '../../errors.ts';
import { type Random, randomStream } from '../../random.ts';
import type { Entity, EntitySchema, Example } from '../../uie/records.ts';
import { capitalised, coinWord } from './coinage.ts';
import { pick } from './draw.ts';
import type { QueryLexicon } from './query-lexicon.ts';
import { fillTemplate } from './template.ts';

/**
 * Queries with ids such as `queries-17`, split `test`. A query is drawn from the stream of seed, set and number: equal
 * arguments give equal queries, and more queries leave those before them as they are. Every value stands in its text,
 * and the values of a slot stand in the gold in the order of the text.
 *
 * @throws ProuieError PROUIE_LEXICON_INCOMPLETE when a slot of the schema has no values in the lexicon
 */
export function synthesizeQueries(
  set: { readonly id: string; readonly schema: EntitySchema },
  lexicon: QueryLexicon,
  { seed, count }: { readonly seed: number; readonly count: number },
): Example[] {
  const { id: dataset, schema } = set;
  for (const slot of schema.types) {
    if (Object.hasOwn(lexicon.values, slot)) continue;
    throw new ProuieError(
      'PROUIE_LEXICON_INCOMPLETE',
      `The lexicon of queries has no values for "${slot}".`,
      {
        hint: 'Add them to data/synthetic/queries.yaml, or give real queries with --data.',
        location: { file: 'data/synthetic/queries.yaml' },
      },
    );
  }
  return Array.from({ length: count }, (_, index): Example => {
    const random = randomStream('queries', seed, dataset, index);
    const { text, entities } = writeQuery(schema, lexicon, random);
    const id = `${dataset}-${index + 1}`;
    return { id, dataset, task: 'ner', split: 'test', text, schema, gold: { task: 'ner', entities } };
  });
}

/** A slot of the lexicon that the schema lacks is text like any other. */
function writeQuery(
  { types }: EntitySchema,
  lexicon: QueryLexicon,
  random: Random,
): { readonly text: string; readonly entities: readonly Entity[] } {
  const entities: Entity[] = [];
  const text = fillTemplate(pick(lexicon.templates, random), (slot) => {
    const value = writeValue(slot, lexicon, random);
    const isNew = !entities.some((entity) => entity.type === slot && entity.text === value);
    if (types.includes(slot) && isNew) entities.push({ type: slot, text: value });
    return value;
  });
  return { text, entities };
}

function writeValue(slot: string, { values, words }: QueryLexicon, random: Random): string {
  const sounds = words.sounds.in;
  return fillTemplate(pick(values[slot]!, random), (part) => {
    if (part === 'Name') return capitalised(coinWord(sounds, random));
    if (part === 'name') return coinWord(sounds, random);
    if (part === '9') return String(2 + random.below(40));
    return pick(words.lists[part] ?? [part], random);
  });
}
