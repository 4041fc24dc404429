import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../src/identity/canonical-json.ts';
import type { Json } from '../../src/json.ts';

/** Any JSON value, with keys that objects treat in their own ways. */
const anyJson: fc.Arbitrary<Json> = fc
  .letrec<{ value: Json }>((tie) => {
    const key = fc.oneof(
      fc.constantFrom('__proto__', 'constructor', 'toString', '10', '9', '', 'é', '\ud83e\uddea', '\ufb01'),
      fc.string(),
    );
    return {
      value: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        fc.constant(null),
        fc.boolean(),
        fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
        fc.string({ unit: 'binary' }),
        fc.array(tie('value'), { maxLength: 5 }),
        fc
          .uniqueArray(fc.tuple(key, tie('value')), { maxLength: 5, selector: ([name]) => name })
          .map((entries) => Object.fromEntries(entries)),
      ),
    };
  })
  .value.map((value) => JSON.parse(JSON.stringify(value)) as Json);

/** The same value with the keys of all objects the other way round. */
function reversed(value: Json): Json {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return (value as Json[]).map(reversed);
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, entry]) => [key, reversed(entry as Json)]),
  );
}

describe('canonical JSON', () => {
  test('does not depend on the order of keys', () => {
    fc.assert(fc.property(anyJson, (value) => canonicalJson(reversed(value)) === canonicalJson(value)));
  });

  test('reads back as the same value, and is written again as the same text', () => {
    fc.assert(
      fc.property(anyJson, (value) => {
        const text = canonicalJson(value);
        const back = JSON.parse(text) as Json;
        expect(back).toEqual(value);
        expect(canonicalJson(back)).toBe(text);
      }),
    );
  });

  test('differs for values that differ', () => {
    fc.assert(
      fc.property(anyJson, anyJson, (a, b) => {
        const same = canonicalJson(a) === canonicalJson(b);
        if (same) expect(a).toEqual(b);
        else expect(a).not.toEqual(b);
      }),
    );
  });

  test('sorts keys by code units, also numbers and names that objects know', () => {
    expect(
      canonicalJson(
        JSON.parse('{"\ufb01":1,"\ud83e\uddea":2,"a":3,"10":4,"9":5,"__proto__":6,"Z":7}') as Json,
      ),
    ).toBe('{"10":4,"9":5,"Z":7,"__proto__":6,"a":3,"\ud83e\uddea":2,"\ufb01":1}');
  });

  test('writes numbers as ECMAScript does, and minus zero as zero', () => {
    expect(canonicalJson([1e21, 1e-7, 0.1 + 0.2, -0, 100, 5e-324])).toBe(
      '[1e+21,1e-7,0.30000000000000004,0,100,5e-324]',
    );
  });

  test('leaves out keys without a value, and refuses what JSON cannot hold', () => {
    expect(canonicalJson({ a: undefined as never, b: 1 })).toBe('{"b":1}');
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, undefined]) {
      expect(() => canonicalJson([value as never])).toThrow(TypeError);
    }
  });
});
