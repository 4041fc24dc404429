import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readJsonArray, readJsonLines } from '../../src/corpora/json-records.ts';
import type { Source } from '../../src/corpora/source.ts';
import { collected } from './collected.ts';

const chunked = (text: string, size: number): Source => ({
  path: 'file',
  async *chunks() {
    for (let from = 0; from < text.length; from += size) yield text.slice(from, from + size);
  },
});
const noMinusZero = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('a JSON array', () => {
  test('is read element by element, whatever its elements, its layout and its chunks are', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.jsonValue()),
        fc.constantFrom(0, 1, 2),
        fc.integer({ min: 1, max: 40 }),
        async (values, indent, size) => {
          const text = JSON.stringify(values, null, indent);
          const records = await collected(readJsonArray(chunked(text, size)));
          expect(records.map((record) => record.value)).toEqual(noMinusZero(values));
        },
      ),
    );
  });

  test('says where each element begins', async () => {
    const text = '[{"a": "]\\"}"},\n  [1, {"b": 2}],\n\n3 ,"x"]\n';
    const records = await collected(readJsonArray(chunked(text, 3)));
    expect(records.map(({ location }) => [location.line, location.column])).toEqual([
      [1, 2],
      [2, 3],
      [4, 1],
      [4, 4],
    ]);
  });

  test('gives out the elements before a broken one', async () => {
    const seen: unknown[] = [];
    const all = async () => {
      for await (const record of readJsonArray(chunked('[1, 2, {x}, 4]', 100))) seen.push(record.value);
    };
    await expect(all()).rejects.toMatchObject({
      location: { line: 1, column: 8 },
      message: expect.stringContaining('record 3'),
    });
    expect(seen).toEqual([1, 2]);
  });
});

describe('JSON lines', () => {
  test('are read line by line, blank lines passed over', async () => {
    const records = await collected(readJsonLines(chunked('{"a": 1}\r\n\r\n[2]\n3', 4)));
    expect(records.map(({ value, location }) => [value, location.line])).toEqual([
      [{ a: 1 }, 1],
      [[2], 3],
      [3, 4],
    ]);
  });
});
