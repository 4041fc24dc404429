import { describe, expect, test } from 'vitest';
import { createAnnotationCheck } from '../../src/corpora/annotation-findings.ts';
import { compareCounts } from '../../src/corpora/count-differences.ts';
import { findCard } from '../../src/corpora/find-card.ts';
import { temporaryFolder, writeFiles } from '../temporary-folder.ts';
import { runData } from './data-run.ts';
import { packageCards } from './package-cards.ts';

const corpora = process.env['PROUIE_CORPORA'];
const cards = packageCards();

describe('counts that differ from Table 8', () => {
  test('come with the card’s remarks that name what was found', () => {
    const differences = compareCounts(findCard(cards, 'broad_twitter_corpus'), {
      train: 6338,
      val: 7,
      test: 2001,
    });
    expect(
      differences.map(({ split, found, published, known }) => [split, found, published, known.length]),
    ).toEqual([
      ['train', 6338, 5334, 1],
      ['val', 7, 2000, 0],
    ]);
    expect(differences[0]!.known[0]).toMatch(/moved from train to val/);
  });
});

describe('the annotation of a data set', () => {
  const { schema } = findCard(cards, 'PHEE');

  test('is looked through for types and roles without use, empty rows, and mentions outside of the text', () => {
    const check = createAnnotationCheck(schema);
    const row = { dataset: 'PHEE', task: 'ee', schema } as const;
    check.add({
      ...row,
      id: 'PHEE/test/1',
      split: 'test',
      text: 'Rash after mintol .',
      gold: {
        task: 'ee',
        events: [
          { type: 'Adverse event', trigger: 'after', arguments: [{ role: 'Effect', text: 'rashes' }] },
        ],
      },
    });
    check.add({
      ...row,
      id: 'PHEE/train/1',
      split: 'train',
      text: 'None .',
      gold: { task: 'ee', events: [] },
    });
    const { unusedTypes, unusedRoles, emptyRows, outside } = check.findings();
    expect(unusedTypes.length).toBeGreaterThan(0);
    expect(unusedRoles).toContain('Subject');
    expect(unusedRoles).not.toContain('Effect');
    expect(emptyRows).toEqual({ train: 1 });
    expect(outside).toEqual({ test: { count: 1, first: { id: 'PHEE/test/1', text: 'rashes' } } });
  });
});

describe('prouie data check', () => {
  test('shows what is odd, and does not fail for it', async () => {
    const root = temporaryFolder();
    const rows = (...texts: readonly string[]) =>
      JSON.stringify(texts.map((sentence) => ({ sentence, entities: [{ name: 'hand', type: 'anatomy' }] })));
    const at = 'data/IE_INSTRUCTIONS/NER/AnatEM';
    writeFiles(root, {
      [`${at}/train.json`]: rows('The hand .', 'The hand .'),
      [`${at}/dev.json`]: '[{"sentence": "It hurt .", "entities": []}]',
      [`${at}/test.json`]: rows('The Hand .', 'A foot .'),
      'data/IE_INSTRUCTIONS/NER/bc2gm/train.json': JSON.stringify([{ sentence: 'the hand', entities: [] }]),
      'data/IE_INSTRUCTIONS/NER/bc2gm/dev.json': JSON.stringify([{ sentence: 'a', entities: [] }]),
      'data/IE_INSTRUCTIONS/NER/bc2gm/test.json': JSON.stringify([{ sentence: 'b', entities: [] }]),
    });
    const { code, stdout } = await runData(root, 'check', '--data', 'data');
    expect(code).toBe(0);
    for (const line of [
      'train: rows that repeat a text of the split (1)',
      'val: rows without annotation (1)',
      'test: 2 mentions do not stand in their text, first "hand" in AnatEM/test/1',
      'test: 0 of 2 different texts stand in train too, 1 but for case, white space and punctuation',
      'test: 0 of 2 different texts stand in train of bc2gm too, 1 but for case, white space and punctuation',
      'types of the card that no row has: gene',
    ])
      expect(stdout).toContain(`     ${line}\n`);
    const { corpora: found } = JSON.parse((await runData(root, 'check', '--data', 'data', '--json')).stdout);
    expect(found.find((one: { dataset: string }) => one.dataset === 'AnatEM')).toMatchObject({
      annotation: { unusedTypes: [], emptyRows: { val: 1 }, outside: { test: { count: 2 } } },
      repeated: { train: { exact: 1, alike: 1 } },
      shared: [
        { of: { split: 'test' }, inside: { dataset: 'AnatEM', split: 'train' }, exact: 0, alike: 1 },
        { of: { split: 'test' }, inside: { dataset: 'bc2gm', split: 'train' }, exact: 0, alike: 1 },
      ],
    });
  });
});

describe.skipIf(!corpora)(
  'prouie data check on real corpora (needs PROUIE_CORPORA)',
  { timeout: 60_000 },
  () => {
    test('finds the sentences that PHEE and the ADE corpus were both made from, and explains the counts', async () => {
      const { code, stdout } = await runData(corpora!, 'check', '--data', '.', '--json');
      expect(code).toBe(0);
      const found = JSON.parse(stdout).corpora as readonly {
        readonly dataset: string;
        readonly shared?: readonly {
          readonly inside: { readonly dataset: string };
          readonly alike: number;
        }[];
        readonly differences?: readonly {
          readonly known: readonly string[];
          readonly published: number | null;
        }[];
      }[];
      const inside = (dataset: string, other: string) =>
        found.find((one) => one.dataset === dataset)!.shared!.find((one) => one.inside.dataset === other);
      expect(inside('PHEE', 'ADE_corpus')).toMatchObject({ exact: 0, alike: 618 });
      expect(inside('ADE_corpus', 'PHEE')).toMatchObject({ exact: 0, alike: 237 });
      const differences = found
        .flatMap((one) => one.differences ?? [])
        .filter(({ published }) => published !== null);
      expect(differences.length).toBeGreaterThan(0);
      expect(differences.filter(({ known }) => known.length === 0)).toEqual([]);
    });
  },
);
