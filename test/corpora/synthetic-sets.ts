/** The published cards and lexicons, read from their files. */
import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Card, PublishedCounts } from '../../src/corpora/card.ts';
import { scaledCounts } from '../../src/corpora/synthetic/counts.ts';
import { readLexicon } from '../../src/corpora/synthetic/lexicon.ts';
import { type SyntheticCard, synthesize } from '../../src/corpora/synthetic/synthesize.ts';
import type { Example, Schema } from '../../src/uie/records.ts';

interface CardFile extends Pick<Card, 'id' | 'task' | 'domain' | 'emptyRows'> {
  readonly labels?: readonly string[];
  readonly events?: readonly { readonly type: string; readonly roles: readonly string[] }[];
  readonly published: PublishedCounts;
}

export const lexiconFiles = Object.fromEntries(
  ['words', 'entities', 'relations', 'events'].map((name) => [
    name,
    parse(readFileSync(`data/synthetic/${name}.yaml`, 'utf8')) as unknown,
  ]),
);
export const lexicon = readLexicon(lexiconFiles);

export const cards: readonly (SyntheticCard & { readonly published: PublishedCounts })[] = readdirSync('data')
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => {
    const card = parse(readFileSync(`data/${name}`, 'utf8')) as CardFile;
    return { ...card, schema: schemaOf(card) };
  });

function schemaOf({ task, labels = [], events = [] }: CardFile): Schema {
  if (task === 'ee') return { task, types: events.map(({ type, roles }) => ({ name: type, roles })) };
  return { task, types: labels };
}

/** All 36 sets at the size of a quick run. */
export function quickSets(seed: number): readonly (readonly Example[])[] {
  return cards.map((card) =>
    synthesize(card, lexicon, { seed, counts: scaledCounts(card.published, 0.001, 50) }),
  );
}

/** Every text that the gold of an example holds. */
export function valuesOf({ gold }: Example): readonly string[] {
  if (gold.task === 'ner') return gold.entities.map(({ text }) => text);
  if (gold.task === 're') return gold.relations.flatMap(({ head, tail }) => [head, tail]);
  return gold.events.flatMap((event) => [event.trigger, ...event.arguments.map(({ text }) => text)]);
}
