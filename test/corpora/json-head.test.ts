import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FileHead } from '../../src/corpora/format.ts';
import { firstRecord, leadingJson } from '../../src/corpora/json-head.ts';

const headOf = (text: string): FileHead => ({
  name: 'x.json',
  bytes: new TextEncoder().encode(text),
  text,
  complete: false,
});
const container = fc
  .jsonValue()
  .map((value) => JSON.parse(JSON.stringify([value])) as unknown[])
  .chain((value) => fc.constantFrom<unknown>(value, { value }));

describe('the JSON that a text begins with', () => {
  test('is read whole when it is there, whatever follows it', () => {
    fc.assert(
      fc.property(container, fc.constantFrom(0, 1), fc.string(), (value, indent, rest) => {
        expect(leadingJson(`\n ${JSON.stringify(value, null, indent)}${rest}`)).toEqual(value);
      }),
    );
  });

  test('is closed behind its last whole element where the text breaks off', () => {
    expect(leadingJson('{"a": [1, {"b": "x,]\\"')).toEqual({ a: [1, {}] });
    expect(leadingJson('{"a": [1, {"b": 2}], "c')).toEqual({ a: [1, { b: 2 }] });
    expect(leadingJson('[[3, 4], [5, 6')).toEqual([[3, 4], [5]]);
    expect(leadingJson('[')).toEqual([]);
  });

  test('has the elements of the whole, but for the last, wherever the text breaks off', () => {
    fc.assert(
      fc.property(
        fc.array(fc.jsonValue(), { minLength: 1 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (values, share) => {
          const text = JSON.stringify(values);
          const cut = Math.max(1, Math.floor(text.length * share));
          const found = leadingJson(text.slice(0, cut)) as unknown[];
          const whole = JSON.parse(text) as unknown[];
          expect(found.slice(0, -1)).toEqual(whole.slice(0, Math.max(0, found.length - 1)));
        },
      ),
    );
  });

  test('is nothing where a text begins otherwise, or with brackets that are no JSON', () => {
    for (const text of ['', ' \n', 'a\tO', '"a"', '12', '{a: 1}', '[1 2]', '[/people/person] x']) {
      expect(leadingJson(text)).toBeUndefined();
    }
  });

  test('is read without a deep stack', () => {
    expect(Array.isArray(leadingJson('['.repeat(65536)))).toBe(true);
    expect(Array.isArray(leadingJson('['.repeat(30000) + ']'.repeat(30000)))).toBe(true);
  });
});

describe('the first record of a file', () => {
  test('is an element of its array, or the object that it begins with', () => {
    expect(firstRecord(headOf('[{"a": 1}, {"b": 2}]'), 'array')).toEqual({ a: 1 });
    expect(firstRecord(headOf('{"a": 1}\n{"b": 2}\n'), 'lines')).toEqual({ a: 1 });
  });

  test('is none where the file has another form, or begins with no object', () => {
    expect(firstRecord(headOf('[{"a": 1}]'), 'lines')).toBeUndefined();
    expect(firstRecord(headOf('{"a": 1}'), 'array')).toBeUndefined();
    expect(firstRecord(headOf('[1, {"a": 1}]'), 'array')).toBeUndefined();
    expect(firstRecord(headOf('[]'), 'array')).toBeUndefined();
    expect(firstRecord({ ...headOf(''), text: undefined }, 'lines')).toBeUndefined();
  });
});
