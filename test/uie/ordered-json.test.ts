import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { writeJson } from '../../src/uie/json-layout.ts';
import { isOrderedObject, type OrderedJson, readJson, tryReadJson } from '../../src/uie/ordered-json.ts';

/** Ordered JSON as plain values, to compare with what JSON.parse gives. */
function toPlain(value: OrderedJson): unknown {
  if (Array.isArray(value)) return value.map(toPlain);
  if (!isOrderedObject(value)) return value;
  const object: Record<string, unknown> = Object.create(null);
  for (const [key, entry] of value) object[key] = toPlain(entry);
  return { ...object };
}

function parsePlain(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/** JSON with one stretch replaced, mostly no longer JSON. */
const damagedJson = fc
  .tuple(
    fc.json(),
    fc.nat(),
    fc.nat(3),
    fc.constantFrom('', ',', '"', '\\', '{', '}', ']', ':', '0', '1e', '-', '\u0001', '\\u12', ' ', 'nul'),
  )
  .map(([text, at, length, inserted]) => {
    const start = at % (text.length + 1);
    return text.slice(0, start) + inserted + text.slice(start + length);
  });

describe('reading ordered JSON', () => {
  test('keys keep the order of the text, numbers and __proto__ among them', () => {
    const value = readJson('{"b":1,"10":2,"2":3,"__proto__":{"x":4},"a":5}');
    expect(isOrderedObject(value) && [...value.keys()]).toEqual(['b', '10', '2', '__proto__', 'a']);
  });

  test('of a repeated key the last value counts, at the place of the first', () => {
    expect(writeJson(readJson('{"a":1,"b":2,"a":3}'))).toBe('{"a":3,"b":2}');
  });

  test('accepts what JSON.parse accepts, with equal values, and nothing else', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), damagedJson, fc.string()), (text) => {
        const reading = tryReadJson(text);
        const parsed = parsePlain(text);
        expect(reading.ok).toBe(parsed !== undefined);
        if (reading.ok && parsed !== undefined && !text.includes('__proto__')) {
          expect(toPlain(reading.value)).toEqual(parsed.value);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('escapes give the characters that JSON.parse gives', () => {
    const text = String.raw`"\"\\\/\b\f\n\r\t\u00e9\uD83D\uDE00\ud800 end"`;
    expect(readJson(text)).toBe(JSON.parse(text));
  });

  test('an error tells the column and what would have been right', () => {
    expect(() => readJson('{"a": 1, b: 2}', { file: 'x.jsonl', line: 3 })).toThrow(
      expect.objectContaining({ code: 'PROUIE_JSON', location: { file: 'x.jsonl', line: 3, column: 10 } }),
    );
    expect(tryReadJson('{"a": "x')).toEqual({ ok: false, offset: 8, expected: 'a closing quote' });
    expect(tryReadJson('[1] 2')).toEqual({ ok: false, offset: 4, expected: 'nothing more' });
  });

  test('nesting that would exhaust the stack is refused', () => {
    expect(tryReadJson('['.repeat(1_000_000))).toMatchObject({ ok: false, offset: 1000 });
    expect(tryReadJson('['.repeat(1000) + ']'.repeat(1000))).toMatchObject({ ok: true });
  });
});

describe('writing ordered JSON', () => {
  const value = readJson('{"b":["x",{}],"2":{"é":"a\\"\\\\\\u0001\\n"},"n":null,"e":[]}');

  test('spaced is what json.dumps writes with ensure_ascii off', () => {
    expect(writeJson(value, 'spaced')).toBe(
      '{"b": ["x", {}], "2": {"é": "a\\"\\\\\\u0001\\n"}, "n": null, "e": []}',
    );
  });

  test('pretty has two blanks of indentation and one entry a line', () => {
    expect(writeJson(value, 'pretty')).toBe(
      '{\n  "b": [\n    "x",\n    {}\n  ],\n  "2": {\n    "é": "a\\"\\\\\\u0001\\n"\n  },\n  "n": null,\n  "e": []\n}',
    );
  });

  test('every layout is read back as it was', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom('spaced', 'pretty', 'compact'), (text, layout) => {
        const read = readJson(text);
        expect(readJson(writeJson(read, layout))).toEqual(read);
      }),
    );
  });
});
