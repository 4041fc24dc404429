/** The cards and lexicons of this package, and what is made of them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { scaledCounts } from '../../src/corpora/synthetic/counts.ts';
import { type LexiconFile, readLexicon } from '../../src/corpora/synthetic/lexicon.ts';
import { synthesize } from '../../src/corpora/synthetic/synthesize.ts';
import type { Example } from '../../src/uie/records.ts';
import { packageCards, packageRoot } from './package-cards.ts';

const lexiconFile = (file: LexiconFile): unknown =>
  parse(readFileSync(join(packageRoot, 'data', 'synthetic', `${file}.yaml`), 'utf8'));

export const lexiconFiles = {
  words: lexiconFile('words'),
  entities: lexiconFile('entities'),
  relations: lexiconFile('relations'),
  events: lexiconFile('events'),
};
export const lexicon = readLexicon(lexiconFiles);
export const cards = packageCards();

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
