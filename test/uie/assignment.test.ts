import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assignLargest } from '../../src/uie/assignment.ts';

/** The largest total by trying every way to match or leave each row. */
function bestByTrial(
  weights: readonly (readonly number[])[],
  row = 0,
  used: ReadonlySet<number> = new Set(),
): number {
  if (row === weights.length) return 0;
  let best = bestByTrial(weights, row + 1, used);
  for (const [column, weight] of weights[row]!.entries()) {
    if (!used.has(column))
      best = Math.max(best, weight + bestByTrial(weights, row + 1, new Set([...used, column])));
  }
  return best;
}

const matrices = fc
  .tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 5 }))
  .chain(([rows, columns]) => {
    const row = fc.array(fc.nat(6), { minLength: columns, maxLength: columns });
    return fc.array(row, { minLength: rows, maxLength: rows });
  });

describe('the assignment of groups', () => {
  test('has the largest total that any one-to-one assignment has', () => {
    fc.assert(
      fc.property(matrices, (weights) => {
        expect(assignLargest(weights).total).toBe(bestByTrial(weights));
      }),
      { numRuns: 1000 },
    );
  });

  test('uses no column twice, and its total is the sum of what it chose', () => {
    fc.assert(
      fc.property(matrices, (weights) => {
        const { total, columns } = assignLargest(weights);
        const chosen = columns.filter((column) => column >= 0);
        expect(columns).toHaveLength(weights.length);
        expect(new Set(chosen).size).toBe(chosen.length);
        expect(columns.reduce((sum, column, row) => sum + (column < 0 ? 0 : weights[row]![column]!), 0)).toBe(
          total,
        );
      }),
    );
  });

  test('turning rows into columns changes no total', () => {
    fc.assert(
      fc.property(matrices, (weights) => {
        fc.pre(weights.length > 0);
        const turned = weights[0]!.map((_, column) => weights.map((row) => row[column]!));
        expect(assignLargest(turned).total).toBe(assignLargest(weights).total);
      }),
    );
  });
});
