import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { randomStream } from '../src/random.ts';
import {
  bootstrapF1,
  differenceReplicates,
  type ExampleCounts,
  intervalOf,
  meanReplicates,
  microF1,
  randomisationTest,
} from '../src/resampling.ts';

const counts = (pairs: readonly (readonly [tp: number, errors: number])[]): ExampleCounts => ({
  tp: Int32Array.from(pairs, ([tp]) => tp),
  errors: Int32Array.from(pairs, ([, errors]) => errors),
});

/** Examples with one item each that is found with a probability. */
function systemOf(share: number, size: number, seed: number): ExampleCounts {
  const { next } = randomStream('test', seed);
  return counts(Array.from({ length: size }, () => (next() < share ? [1, 0] : [0, 2])));
}

const anyCounts = fc
  .array(fc.tuple(fc.nat(4), fc.nat(4)), { minLength: 1, maxLength: 30 })
  .map((pairs) => counts(pairs));

describe('the bootstrap', () => {
  test('gives an interval that contains the true score in about 95 of 100 test sets', () => {
    let contained = 0;
    const sets = 400;
    for (let set = 0; set < sets; set++) {
      const system = systemOf(0.7, 150, set);
      const { low, high } = intervalOf(bootstrapF1(system, `set ${set}`, 400));
      if (low <= 70 && 70 <= high) contained++;
    }
    // 0.95 of 400 is 380, with a standard deviation of 4.4.
    expect(contained).toBeGreaterThan(360);
    expect(contained).toBeLessThan(396);
  });

  test('gives intervals that narrow with the square root of the size', () => {
    const width = (size: number): number => {
      const { low, high } = intervalOf(bootstrapF1(systemOf(0.6, size, 1), 'x'));
      return high - low;
    };
    expect(width(100) / width(1600)).toBeGreaterThan(3);
    expect(width(100) / width(1600)).toBeLessThan(5);
  });

  test('draws the same examples for every system on a data set, so a constant difference has no spread', () => {
    const better = counts([
      [2, 0],
      [4, 0],
      [1, 0],
    ]);
    const same = differenceReplicates(bootstrapF1(better, 'x'), bootstrapF1(better, 'x'));
    expect(intervalOf(same)).toEqual({ low: 0, high: 0 });
    expect(bootstrapF1(better, 'x')).toEqual(bootstrapF1(better, 'x'));
    const spread = systemOf(0.5, 20, 1);
    expect(bootstrapF1(spread, 'x')).not.toEqual(bootstrapF1(spread, 'y'));
  });

  test('keeps replicates between the lowest and the highest F1 of the examples', () => {
    fc.assert(
      fc.property(anyCounts, (system) => {
        for (const replicate of bootstrapF1(system, 'x', 20)) {
          expect(replicate).toBeGreaterThanOrEqual(0);
          expect(replicate).toBeLessThanOrEqual(100);
        }
        const all = counts([[system.tp.reduce((a, b) => a + b), system.errors.reduce((a, b) => a + b)]]);
        expect(bootstrapF1(all, 'x', 3)[0]).toBe(microF1(system));
      }),
    );
  });

  test('averages replicate by replicate', () => {
    const mean = meanReplicates([Float64Array.of(10, 20), Float64Array.of(30, 60)]);
    expect([...mean]).toEqual([20, 40]);
    expect(intervalOf(Float64Array.from({ length: 41 }, (_, index) => index))).toEqual({ low: 1, high: 39 });
  });
});

describe('approximate randomisation', () => {
  const pair = (first: ExampleCounts, second: ExampleCounts, name = 'x') => ({
    name,
    first: [first],
    second: [second],
  });

  test('finds equal systems equal, and clearly different ones different', () => {
    const system = systemOf(0.5, 200, 3);
    expect(randomisationTest([pair(system, system)])).toBe(1);
    const worse = systemOf(0.2, 200, 4);
    expect(randomisationTest([pair(system, worse)])).toBeCloseTo(1 / 1001, 10);
  });

  test('agrees with the exact count over all exchanges on a small set', () => {
    const first = counts([
      [1, 0],
      [1, 0],
      [1, 0],
      [0, 2],
      [1, 1],
      [2, 0],
    ]);
    const second = counts([
      [0, 2],
      [1, 0],
      [0, 1],
      [1, 0],
      [0, 2],
      [1, 1],
    ]);
    const differences: number[] = [];
    for (let mask = 0; mask < 64; mask++) {
      const side = (one: ExampleCounts, other: ExampleCounts): ExampleCounts => {
        const pick = (values: 'tp' | 'errors') =>
          Int32Array.from(one[values], (value, index) =>
            (mask >> index) & 1 ? other[values][index]! : value,
          );
        return { tp: pick('tp'), errors: pick('errors') };
      };
      differences.push(microF1(side(first, second)) - microF1(side(second, first)));
    }
    const observed = Math.abs(microF1(first) - microF1(second));
    const exact = differences.filter((value) => Math.abs(value) >= observed - 1e-9).length / 64;
    expect(randomisationTest([pair(first, second)], 20_000)).toBeCloseTo(exact, 1);
  });

  test('is symmetric, and rarely calls chance significant', () => {
    let called = 0;
    const trials = 200;
    for (let trial = 0; trial < trials; trial++) {
      const [first, second] = [systemOf(0.6, 80, 2 * trial), systemOf(0.6, 80, 2 * trial + 1)];
      const p = randomisationTest([pair(first, second, `${trial}`)], 200);
      if (trial < 20) expect(randomisationTest([pair(second, first, `${trial}`)], 200)).toBe(p);
      if (p <= 0.05) called++;
    }
    // 0.05 of 200 is 10, with a standard deviation of 3.1.
    expect(called).toBeLessThan(22);
  });

  test('exchanges an example for all seeds at once, and averages over data sets', () => {
    const system = systemOf(0.5, 100, 5);
    const other = systemOf(0.4, 100, 6);
    const once = randomisationTest([pair(system, other)]);
    const thrice = randomisationTest([
      { name: 'x', first: [system, system, system], second: [other, other, other] },
    ]);
    expect(thrice).toBe(once);
    const apart = randomisationTest([pair(system, other, 'a'), pair(other, system, 'b')]);
    expect(apart).toBe(1);
  });
});
