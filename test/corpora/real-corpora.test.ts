import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Card, CorpusLayout } from '../../src/corpora/card.ts';
import { findCard } from '../../src/corpora/find-card.ts';
import { importCorpus } from '../../src/corpora/import.ts';
import { findLayout } from '../../src/corpora/layout.ts';
import { decodeOutput } from '../../src/uie/decode.ts';
import { encodeTarget } from '../../src/uie/encode.ts';
import { type Example, STYLES, type Structure } from '../../src/uie/records.ts';
import { squeeze } from '../../src/uie/white-space.ts';
import { collected } from './collected.ts';
import { packageCards } from './package-cards.ts';

const corpora = process.env['PROUIE_CORPORA'];

/** Train, val and test of each corpus as its repository has it, with the splits that the card holds out. */
const COUNTS = {
  broad_twitter_corpus: [6338, 1001, 2001],
  AnatEM: [5861, 2118, 3830],
  bc2gm: [12574, 2519, 5038],
  bc5cdr: [4560, 4581, 4797],
  'ncbi-disease': [5424, 923, 940],
  CrossNER_AI: [100, 350, 431],
  CrossNER_politics: [200, 541, 651],
  CrossNER_science: [200, 450, 543],
  MIT_Restaurant: [7660 - 1520, 1520, 1521],
  ADE_corpus: [3417, 428, 427],
  SciERC: [1366, 187, 397],
  semeval_RE: [6507, 1493, 2717],
  PHEE: [2898, 961, 968],
} as const satisfies Readonly<Record<string, readonly [number, number, number]>>;

/** A set of what a structure says. */
function items(structure: Structure): readonly string[] {
  const rows = (): readonly (readonly string[])[] => {
    switch (structure.task) {
      case 'ner':
        return structure.entities.map(({ type, text }) => [type, text]);
      case 're':
        return structure.relations.map(({ type, head, tail }) => [type, head, tail]);
      case 'ee':
        return structure.events.map(({ type, trigger, arguments: found }) => {
          const roles = new Set(found.map(({ role, text }) => `${role}: ${squeeze(text)}`));
          return [type, trigger, ...[...roles].sort()];
        });
    }
  };
  return [...new Set(rows().map((row) => JSON.stringify(row.map(squeeze))))].sort();
}

const texts = (gold: Structure): readonly string[] => {
  switch (gold.task) {
    case 'ner':
      return gold.entities.map(({ text }) => text);
    case 're':
      return gold.relations.flatMap(({ head, tail }) => [head, tail]);
    case 'ee':
      return gold.events.flatMap(({ trigger, arguments: found }) => [
        trigger,
        ...found.map(({ text }) => text),
      ]);
  }
};

describe.skipIf(!corpora)('real corpora (needs PROUIE_CORPORA)', { timeout: 60_000 }, () => {
  const cards = packageCards();
  const at = (path: string) => join(corpora!, path);
  const open = (path: string) => ({ path, chunks: () => createReadStream(at(path), 'utf8') });
  const importAll = async (card: Card, layout: CorpusLayout) => {
    const corpus = importCorpus(card, layout, open);
    const examples = await collected(corpus.examples);
    return { examples, summary: corpus.summary() };
  };

  for (const [id, counts] of Object.entries(COUNTS)) {
    test(`${id} has the counts of its repository, known labels, and mentions that stand in the text`, async () => {
      const card = findCard(cards, id);
      const found = findLayout(card, (path) => existsSync(at(path)));
      if (found.state !== 'complete') throw new Error(`${id} is ${found.state}`);
      const { examples, summary } = await importAll(card, found.layout);
      expect(Object.values(summary.counts)).toEqual(counts);
      expect(new Set(examples.map((example) => example.id)).size).toBe(examples.length);
      const outside = examples.filter(({ text, gold }) =>
        texts(gold).some((mention) => !text.includes(mention)),
      );
      expect(outside).toEqual([]);
      expect(lost(examples)).toEqual(id === 'CrossNER_AI' ? 1 : 0);
    });
  }

  /** Examples whose gold is not what the decoder reads out of its own target, in one of the styles. */
  function lost(examples: readonly Example[]): number {
    const failed = examples.filter(({ text, schema, task, gold }) =>
      STYLES.some((style) => {
        const { structure, malformed, repairs } = decodeOutput(encodeTarget(text, schema, gold, style), {
          task,
          schema,
          text,
        });
        return malformed || repairs.length > 0 || items(structure).join() !== items(gold).join();
      }),
    );
    for (const { gold } of failed) expect(texts(gold).some((mention) => mention.includes(' | '))).toBe(true);
    return failed.length;
  }

  test('the UniversalNER copy of MIT Restaurant has the 1,520 test queries of Table 8', async () => {
    const card = findCard(cards, 'MIT_Restaurant');
    const layout = card.layouts.find((one) => one.format === 'universal-ner')!;
    const { examples, summary } = await importAll(card, layout);
    expect(summary.counts).toEqual({ train: null, val: null, test: 1520 });
    expect(lost(examples)).toBe(0);
  });

  test('the original SemEval files have the same sentences as the copy with one a line, and the same training relations', async () => {
    const card = findCard(cards, 'semeval_RE');
    const [lines, original] = await Promise.all(
      ['semeval-tsv', 'semeval-2010'].map((format) =>
        importAll(card, card.layouts.find((layout) => layout.format === format)!),
      ),
    );
    expect(original!.examples.map(({ text }) => text)).toEqual(lines!.examples.map(({ text }) => text));
    const train = (examples: readonly Example[]) => examples.filter(({ split }) => split !== 'test');
    expect(train(original!.examples)).toEqual(train(lines!.examples));
    expect(original!.summary.repairs).toEqual([{ split: 'test', repair: 'direction-assumed', count: 2263 }]);
  });

  test('the whole ADE corpus is cut into the counts of Table 8', async () => {
    const card = findCard(cards, 'ADE_corpus');
    const whole = card.layouts.find((layout) => layout.holdOut.test !== undefined)!;
    expect((await importAll(card, whole)).summary.counts).toEqual({ train: 3417, val: 427, test: 428 });
  });

  test('SciERC has 1,861, 275 and 551 sentences, of which those without a relation are dropped', async () => {
    const card = findCard(cards, 'SciERC');
    const { summary } = await importAll(card, card.layouts[0]!);
    expect(summary.read).toEqual({ train: 1861, val: 275, test: 551 });
  });
});
