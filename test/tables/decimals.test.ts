import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clean, fixed, grouped, signed } from '../../src/tables/decimals.ts';

describe('fixed decimals', () => {
  it('rounds halves away from zero as the decimal form reads', () => {
    expect(fixed(1.005, 2)).toBe('1.01');
    expect(fixed(-1.005, 2)).toBe('-1.01');
    expect(fixed(71.165, 2)).toBe('71.17');
    expect(fixed(0.125, 2)).toBe('0.13');
    expect(fixed(2.5, 0)).toBe('3');
  });

  it('forgives the noise of binary sums', () => {
    expect(fixed((64.9 + 64.91) / 2, 2)).toBe('64.91');
    expect(clean(79.45 - 79.44)).toBe(0.01);
  });

  it('gives zero no sign', () => {
    expect(fixed(-0.001, 2)).toBe('0.00');
    expect(signed(-0.001, 2)).toBe('0.00');
    expect(fixed(-0, 1)).toBe('0.0');
  });

  it('keeps every digit of a number that has as many decimals as are asked for', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 1, max: 6 }), (whole, digits) => {
        const digitsOf = Math.abs(whole)
          .toString()
          .padStart(digits + 1, '0');
        const sign = whole < 0 ? '-' : '';
        const text = `${sign}${digitsOf.slice(0, -digits)}.${digitsOf.slice(-digits)}`;
        expect(fixed(Number(text), digits)).toBe(text);
      }),
    );
  });

  it('mirrors at zero', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 1e6, noNaN: true }),
        fc.integer({ min: 2, max: 10 }),
        (value, digits) => {
          expect(fixed(-value, digits)).toBe(`-${fixed(value, digits)}`);
        },
      ),
    );
  });

  it('refuses what has no decimals', () => {
    expect(() => fixed(Number.NaN, 2)).toThrow(RangeError);
    expect(() => fixed(Number.POSITIVE_INFINITY, 2)).toThrow(RangeError);
  });
});

describe('signs and groups', () => {
  it('writes a plus before a positive number only', () => {
    expect([signed(1.2, 1), signed(-1.2, 1), signed(0, 1)]).toEqual(['+1.2', '-1.2', '0.0']);
  });

  it('groups thousands and leaves decimals alone', () => {
    expect(['845646', '-15441', '999', '1234.5678'].map(grouped)).toEqual([
      '845,646',
      '-15,441',
      '999',
      '1,234.5678',
    ]);
  });
});
