import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { adjustByHolm } from '../../src/compare/holm.ts';

describe('Holm’s correction', () => {
  test('multiplies the least p by the number of comparisons, the next by one less, and never lets one overtake', () => {
    expect(adjustByHolm([0.01, 0.04, 0.03, 0.005])).toEqual([0.03, 0.06, 0.06, 0.02]);
    expect(adjustByHolm([0.9, 0.8])).toEqual([1, 1]);
    expect(adjustByHolm([])).toEqual([]);
  });

  test('keeps order, lowers no p, and is what Bonferroni gives for the least', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1 }), (values) => {
        const adjusted = adjustByHolm(values);
        const order = values.map((_, index) => index).sort((a, b) => values[a]! - values[b]!);
        for (const [rank, index] of order.entries()) {
          expect(adjusted[index]).toBeGreaterThanOrEqual(values[index]!);
          expect(adjusted[index]).toBeLessThanOrEqual(1);
          if (rank > 0) expect(adjusted[index]).toBeGreaterThanOrEqual(adjusted[order[rank - 1]!]!);
        }
        expect(adjusted[order[0]!]).toBe(Math.min(1, values.length * values[order[0]!]!));
      }),
    );
  });
});
