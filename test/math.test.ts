import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exp, log, pow } from '../src/math.ts';
import { randomStream } from '../src/random.ts';

/** |a / b - 1|, 0 when the two are the same value. */
function relativeError(a: number, b: number): number {
  return Object.is(a, b) || a === b ? 0 : Math.abs(a / b - 1);
}

const finite = (min: number, max: number) => fc.double({ min, max, noNaN: true });

describe('exp', () => {
  test('agrees with Math.exp to 1e-15 wherever the result is a normal number', () => {
    fc.assert(fc.property(finite(-708, 709.78), (x) => relativeError(exp(x), Math.exp(x)) < 1e-15));
  });

  test('ends in zero, infinity and NaN as Math.exp does', () => {
    for (const x of [0, -0, -745.1, -745.2, -1e9, 709.78, 709.79, 1e9, -Infinity, Infinity, Number.NaN]) {
      expect(exp(x)).toBe(Math.exp(x));
    }
  });

  test('rounds subnormal results to within one unit', () => {
    fc.assert(fc.property(finite(-745, -709), (x) => Math.abs(exp(x) - Math.exp(x)) <= 5e-324));
  });
});

describe('log', () => {
  test('agrees with Math.log to 1e-15 for every positive number', () => {
    fc.assert(
      fc.property(finite(5e-324, Number.MAX_VALUE), (x) => relativeError(log(x), Math.log(x)) < 1e-15),
    );
    fc.assert(fc.property(finite(0.5, 2), (x) => relativeError(log(x), Math.log(x)) < 1e-15));
  });

  test('has no value below zero and none at infinity that is finite', () => {
    expect(log(0)).toBe(-Infinity);
    expect(log(-1)).toBeNaN();
    expect(log(Number.NaN)).toBeNaN();
    expect(log(Infinity)).toBe(Infinity);
    expect(log(1)).toBe(0);
  });

  test('undoes exp', () => {
    fc.assert(
      fc.property(finite(-700, 700), (x) => Math.abs(log(exp(x)) - x) <= 1e-13 * Math.max(1, Math.abs(x))),
    );
  });
});

describe('pow', () => {
  test('agrees with Math.pow to 1e-13 for bases and powers of any size', () => {
    fc.assert(
      fc.property(finite(-300, 300), finite(-100, 100), (exponent, power) => {
        const base = Math.exp(exponent);
        const expected = base ** power;
        fc.pre(expected > 1e-300 && expected < 1e300);
        return relativeError(pow(base, power), expected) < 1e-13;
      }),
    );
  });

  test('is exact for whole powers whose result is a whole number', () => {
    expect(pow(10, 15)).toBe(1e15);
    expect(pow(-3, 5)).toBe(-243);
    expect(pow(2, -10)).toBe(1 / 1024);
    expect(pow(0.25, 0.5)).toBe(0.5);
    expect(pow(1, 1.3)).toBe(1);
  });

  test('follows Math.pow at zero, infinity, NaN and below zero', () => {
    const values = [0, 0.5, 1, 2, -0.5, -2, Infinity, -Infinity, Number.NaN];
    for (const base of values) {
      for (const power of [...values, 1.5, -1.5, 65, 66, 1 / 3]) {
        const expected = base ** power;
        const value = pow(base, power);
        if (Number.isFinite(expected))
          expect(relativeError(value, expected), `${base}^${power}`).toBeLessThan(1e-13);
        else expect(value, `${base}^${power}`).toBe(expected);
      }
    }
  });
});

test('the bits of 3,000 results are the ones on record', () => {
  const random = randomStream(7, 'math');
  const results = new DataView(new ArrayBuffer(8 * 3000));
  for (let index = 0; index < 3000; index += 3) {
    const x = (random.next() - 0.5) * 1400;
    const base = random.next() * 10;
    results.setFloat64(8 * index, exp(x), true);
    results.setFloat64(8 * index + 8, log(base), true);
    results.setFloat64(8 * index + 16, pow(base, random.next() * 3), true);
  }
  expect(createHash('sha256').update(results).digest('hex').slice(0, 16)).toBe('520937a85c58f4ec');
});
