import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { distinct, overlap } from '../../src/uie/set-overlap.ts';

const kind = { areEqual: (a: string, b: string) => a === b, keyOf: (item: string) => item };
/** Short lists and long ones, with many repetitions. */
const lists = fc.oneof(
  fc.array(fc.constantFrom('a', 'b', 'c', 'd')),
  fc.array(
    fc.nat(40).map((number) => `unit ${number}`),
    { maxLength: 80, size: 'max' },
  ),
);

describe('the overlap of two lists', () => {
  test('is that of the sets of their items, however long they are', () => {
    fc.assert(
      fc.property(lists, lists, (gold, predicted) => {
        const goldSet = new Set(gold);
        const predictedSet = new Set(predicted);
        const shared = [...predictedSet].filter((item) => goldSet.has(item)).length;
        const expected = { gold: goldSet.size, predicted: predictedSet.size, shared };
        expect(overlap(gold, predicted, kind)).toEqual(expected);
      }),
    );
  });
});

describe('the distinct items of a list', () => {
  test('stand in the order in which each was first seen', () => {
    fc.assert(
      fc.property(lists, (items) => {
        expect(distinct(items, kind)).toEqual([...new Set(items)]);
      }),
    );
  });
});
