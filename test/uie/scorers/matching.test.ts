import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countItems, judgeItems, type Verdict } from '../../../src/uie/scorers/matching.ts';
import type { Comparison, Item, Matching } from '../../../src/uie/scorers/profile.ts';

const items = fc
  .array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 8 })
  .map((keys) => keys.map((key, index): Item => ({ key, from: [`${key}${index}`], as: [key] })));
const comparisons: fc.Arbitrary<Comparison> = fc.record({ gold: items, answer: items });

function verdicts(comparison: Comparison, matching: Matching): Readonly<Record<Verdict, number>> {
  const counts = { hit: 0, miss: 0, 'false alarm': 0, repeated: 0 };
  for (const { verdict } of judgeItems(comparison, matching)) counts[verdict]++;
  return counts;
}

describe('matching', () => {
  test.each(['set', 'multiset'] as const)('verdicts are as many as the counts (%s)', (matching) => {
    fc.assert(
      fc.property(comparisons, (comparison) => {
        const { hit, miss, 'false alarm': wrong } = verdicts(comparison, matching);
        expect({ tp: hit, fp: wrong, fn: miss }).toEqual(countItems(comparison, matching));
      }),
    );
  });

  test('by membership no miss is counted that is not shown', () => {
    fc.assert(
      fc.property(comparisons, (comparison) => {
        const { hit, miss, 'false alarm': wrong } = verdicts(comparison, 'membership');
        const { tp, fp, fn } = countItems(comparison, 'membership');
        expect([hit, wrong]).toEqual([tp, fp]);
        expect(miss).toBeGreaterThanOrEqual(fn);
      }),
    );
  });

  test('every item of the answer has one verdict, and a hit meets a gold item of its key', () => {
    fc.assert(
      fc.property(
        comparisons,
        fc.constantFrom<Matching>('set', 'multiset', 'membership'),
        (comparison, matching) => {
          const judged = judgeItems(comparison, matching);
          expect(judged.filter(({ side }) => side === 'answer').map(({ from }) => from)).toEqual(
            comparison.answer.map(({ from }) => from),
          );
          const met = judged.flatMap(({ key, meets }) => (meets === undefined ? [] : [{ key, from: meets }]));
          for (const { key, from } of met)
            expect(comparison.gold).toContainEqual(expect.objectContaining({ key, from }));
          if (matching === 'multiset') expect(new Set(met.map(({ from }) => from[0])).size).toBe(met.length);
        },
      ),
    );
  });
});
