import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cutElements } from '../../src/corpora/json-elements.ts';
import {
  readJsonArray,
  readJsonDocuments,
  readJsonLines,
  readJsonRecords,
} from '../../src/corpora/json-records.ts';
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

describe('JSON documents', () => {
  const documents = fc.array(fc.dictionary(fc.string(), fc.jsonValue()));

  test('are read one by one, whatever stands between them', async () => {
    await fc.assert(
      fc.asyncProperty(
        documents,
        fc.constantFrom('', '\n', ' \r\n\n'),
        fc.constantFrom(0, 1),
        fc.integer({ min: 1, max: 40 }),
        async (values, between, indent, size) => {
          const text = values.map((value) => JSON.stringify(value, null, indent) + between).join('');
          const records = await collected(readJsonDocuments(chunked(text, size)));
          expect(records.map((record) => record.value)).toEqual(noMinusZero(values));
        },
      ),
    );
  });

  test('may be the elements of an array', async () => {
    const records = await collected(readJsonDocuments(chunked('\n[{"a": 1},\n{"b": 2}]', 2)));
    expect(records).toEqual([
      { value: { a: 1 }, location: { file: 'file', line: 2, column: 2 } },
      { value: { b: 2 }, location: { file: 'file', line: 3, column: 1 } },
    ]);
  });
});

describe('JSON records', () => {
  test('are the elements of an array or the values of lines, as the first character says', async () => {
    const values = async (text: string) =>
      (await collected(readJsonRecords(chunked(text, 3)))).map((record) => record.value);
    expect(await values('\ufeff \n[{"a": 1}, 2]')).toEqual([{ a: 1 }, 2]);
    expect(await values('\ufeff\n{"a": 1}\n2\n')).toEqual([{ a: 1 }, 2]);
    expect(await values(' \n')).toEqual([]);
  });
});

describe('the elements of arrays in an array', () => {
  test('are cut one by one, with the number of their array and their place', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.jsonValue())),
        fc.constantFrom(0, 1),
        fc.integer({ min: 1, max: 40 }),
        async (lists, indent, size) => {
          const text = JSON.stringify(lists, null, indent);
          const elements = await collected(cutElements(chunked(text, size), 2));
          expect(elements.map((element) => [element.list, JSON.parse(element.text)])).toEqual(
            lists.flatMap((list, index) => list.map((value) => [index, noMinusZero(value)])),
          );
          const lines = text.split('\n');
          for (const { location, text: cut } of elements)
            expect(lines[location.line! - 1]!.slice(location.column! - 1)[0]).toBe(cut[0]);
        },
      ),
    );
  });

  const broken: readonly (readonly [text: string, column: number, message: RegExp])[] = [
    ['{"a": 1}', 1, /^Expected `\[`: the file has to be one JSON array\.$/],
    ['[1]', 2, /^Expected `\[`: the elements of the JSON array have to be arrays\.$/],
    ['[[1], 2]', 7, /^Expected `\[`: the elements/],
    ['[[1] [2]]', 6, /^Expected `,` or `\]` between the arrays of the JSON array\.$/],
    ['[[1],]', 6, /^Expected `\[`: the elements/],
    ['[[1,]]', 5, /^Expected a record of the JSON array\.$/],
    ['[[1]] 2', 7, /^Expected nothing behind the `\]` that ends the JSON array\.$/],
    ['[[1]', 4, /^Expected a JSON array, and its `\]` at the end of the file\.$/],
    ['[[1], [{"a', 8, /^Record 2 breaks off at the end of the file\.$/],
  ];
  for (const [text, column, message] of broken) {
    test(`are refused where they break the order (${text})`, async () => {
      await expect(collected(cutElements(chunked(text, 2), 2))).rejects.toMatchObject({
        code: 'PROUIE_CORPUS_MALFORMED',
        message: expect.stringMatching(message),
        location: { file: 'file', line: 1, column },
      });
    });
  }
});
