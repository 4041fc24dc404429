import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createDigestIndex, digestText, repetitionFinder } from '../../src/corpora/digests.ts';
import { createTextOverlap } from '../../src/corpora/text-overlap.ts';
import type { Split } from '../../src/uie/records.ts';

type Row = readonly [dataset: string, split: Split, text: string];

function overlapOf(...rows: readonly Row[]) {
  const overlap = createTextOverlap();
  for (const [dataset, split, text] of rows) overlap.add({ dataset, split, text });
  return overlap;
}
const sharedOf = (...rows: readonly Row[]) =>
  overlapOf(...rows)
    .shared()
    .map(({ of, inside, exact, alike }) => [
      `${of.dataset}/${of.split}`,
      `${inside.dataset}/${inside.split}`,
      exact,
      alike,
    ]);

describe('texts in several places', () => {
  test('are told by split and data set, as they are and but for case, white space and punctuation', () => {
    const rows: readonly Row[] = [
      ['songs', 'train', 'Ida sang .'],
      ['songs', 'test', 'Ida sang .'],
      ['songs', 'test', 'Ida sang.'],
      ['songs', 'test', 'Bo slept .'],
      ['tales', 'test', 'IDA  SANG!'],
      ['tales', 'val', 'Ida sang .'],
      ['tales', 'train', 'Lu left .'],
    ];
    expect(sharedOf(...rows)).toEqual([
      ['songs/test', 'songs/train', 1, 2],
      ['tales/test', 'songs/train', 0, 1],
      ['tales/test', 'tales/val', 0, 1],
    ]);
  });

  test('are counted once for a split that repeats them', () => {
    expect(
      sharedOf(['a', 'train', 'x'], ['a', 'train', 'x'], ['a', 'test', 'x'], ['a', 'test', 'x']),
    ).toEqual([['a/test', 'a/train', 1, 1]]);
  });

  test('within one split are repeated rows', () => {
    const overlap = overlapOf(
      ['a', 'train', 'x y'],
      ['a', 'train', 'x y'],
      ['a', 'train', 'X, y'],
      ['a', 'val', 'x y'],
    );
    expect(overlap.repeated({ dataset: 'a', split: 'train' })).toEqual({ exact: 1, alike: 2 });
    expect(overlap.different({ dataset: 'a', split: 'train' })).toBe(2);
    expect(overlap.repeated({ dataset: 'a', split: 'val' })).toEqual({ exact: 0, alike: 0 });
  });

  test('without any word are alike only when they are equal', () => {
    expect(sharedOf(['a', 'train', '!'], ['a', 'test', '?'], ['a', 'test', '!'])).toEqual([
      ['a/test', 'a/train', 1, 1],
    ]);
  });

  test('are those that a comparison of all texts finds', () => {
    const row = fc.tuple(
      fc.constantFrom('a', 'b', 'c'),
      fc.constantFrom<Split>('train', 'val', 'test'),
      fc.constantFrom('x', 'X', 'x.', 'y', 'y z', 'y  Z', '.', '..'),
    );
    fc.assert(
      fc.property(fc.array(row, { maxLength: 60 }), (rows) => {
        const words = (text: string): string => text.toLowerCase().replace(/[^a-z]/g, '') || text;
        for (const { of, inside, exact, alike } of overlapOf(...rows).shared()) {
          const textsOf = (split: typeof of) =>
            rows.filter((one) => one[0] === split.dataset && one[1] === split.split).map((one) => one[2]);
          const different = [...new Set(textsOf(of))];
          const there = textsOf(inside);
          expect(exact).toBe(different.filter((text) => there.includes(text)).length);
          expect(alike).toBe(
            different.filter((text) => there.some((other) => words(other) === words(text))).length,
          );
        }
      }),
    );
  });
});

describe('digests', () => {
  test('of a hundred thousand texts that differ in little are all different, and whole', () => {
    const digests = Array.from({ length: 100_000 }, (_, index) => digestText(`Row ${index} of a file .`));
    expect(new Set(digests).size).toBe(digests.length);
    expect(digests.every(Number.isSafeInteger)).toBe(true);
  });

  test('are numbered in order of first appearance, however many there are', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(5000), { maxLength: 3000 }), (values) => {
        const index = createDigestIndex();
        const order = [...new Set(values)];
        for (const value of values) expect(index.add(value)).toBe(order.indexOf(value));
        expect(index.size).toBe(order.length);
      }),
      { numRuns: 20 },
    );
  });

  test('find what was there before, among as many as are remembered', () => {
    const find = repetitionFinder(2);
    expect(['a', 'b', 'a', '', '', 'b'].map((text) => find(text))).toEqual([
      ...['new', 'new', 'repeated'],
      ...['unknown', 'unknown', 'repeated'],
    ]);
  });
});
