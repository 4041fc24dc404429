import {
  Dictionary,
  Int8,
  Int16,
  Table,
  tableFromIPC,
  tableToIPC,
  Uint32,
  Utf8,
  vectorFromArray,
} from 'apache-arrow';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isProuieError } from '../../src/errors.ts';
import { readTable } from '../../src/store/arrow-reader.ts';
import type { ColumnType, TableSchema } from '../../src/store/arrow-schema.ts';
import { writeTable } from '../../src/store/arrow-writer.ts';
import { readRows, rowsOf, writeRows } from './arrow-rows.ts';

const SCORES = {
  columns: [
    { name: 'dataset', type: 'dictionary' },
    { name: 'text', type: 'utf8', nullable: true },
    { name: 'f1', type: 'float64', nullable: true },
    { name: 'weight', type: 'float32' },
    { name: 'tp', type: 'int32' },
    { name: 'tokens', type: 'int64', nullable: true },
    { name: 'malformed', type: 'bool' },
  ],
} as const satisfies TableSchema;

const ROWS = [
  {
    dataset: 'SciERC',
    text: 'naïve 深層学習 🧪',
    f1: 61.5,
    weight: 0.5,
    tp: 12,
    tokens: 9007199254740993n,
    malformed: false,
  },
  { dataset: 'ADE', text: null, f1: null, weight: -0, tp: -3, tokens: null, malformed: true },
  {
    dataset: 'SciERC',
    text: '',
    f1: Number.NaN,
    weight: Number.POSITIVE_INFINITY,
    tp: 2147483647,
    tokens: -5n,
    malformed: true,
  },
] as const;

/** The code of the expected failure that `action` ends in. */
function codeOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (isProuieError(error)) return error.code;
    throw error;
  }
  return 'none';
}

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.constant('\ufefftext'),
);
const anyRow = fc.record({
  dataset: fc.oneof(fc.constantFrom('SciERC', 'ADE', '__proto__', ''), anyText),
  text: fc.option(anyText),
  f1: fc.option(fc.double()),
  weight: fc.float(),
  tp: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  tokens: fc.option(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
  malformed: fc.boolean(),
});

describe('what is written', () => {
  test('every type comes back, with nulls, NaN, minus zero, and text outside ASCII', () => {
    expect(readRows(writeRows(SCORES, ROWS), SCORES)).toEqual(ROWS);
  });

  test('any rows come back as they were', () => {
    fc.assert(
      fc.property(fc.array(anyRow, { maxLength: 40 }), (rows) => {
        const back = readRows(writeRows(SCORES, rows), SCORES);
        expect(back).toEqual(rows);
        expect(back.every((row, index) => Object.is(row.f1, rows[index]!.f1))).toBe(true);
      }),
    );
  });

  test('equal rows give equal bytes, however they are held', () => {
    const rowsAndCut = fc
      .array(anyRow, { maxLength: 40 })
      .chain((rows) => fc.tuple(fc.constant(rows), fc.nat(rows.length)));
    fc.assert(
      fc.property(rowsAndCut, fc.nat(9), ([rows, cut], offset) => {
        const bytes = writeRows(SCORES, rows);
        const first = rowsOf(readTable(writeRows(SCORES, rows.slice(0, cut)), SCORES));
        const second = rowsOf(readTable(writeRows(SCORES, rows.slice(cut)), SCORES));
        expect(writeRows(SCORES, [...first, ...second])).toEqual(bytes);

        const weights = new Float32Array(rows.length + offset).fill(7);
        weights.set(
          rows.map((row) => row.weight),
          offset,
        );
        const counts = new Int32Array(rows.length + offset + 3).fill(7);
        counts.set(
          rows.map((row) => row.tp),
          offset,
        );
        const columns = readTable(bytes, SCORES).columns;
        const held = {
          ...columns,
          weight: weights.subarray(offset),
          tp: counts.subarray(offset, offset + rows.length),
        };
        expect(writeTable(SCORES, held)).toEqual(bytes);
      }),
    );
  });

  test('the bits behind a NaN do not reach the file', () => {
    const schema = {
      columns: [
        { name: 'a', type: 'float32' },
        { name: 'b', type: 'float64' },
      ],
    } as const;
    const odd = new Float32Array(new Uint32Array([0x7fc00001, 0xffc00000, 0x3f800000]).buffer);
    const wide = new Float64Array(new BigUint64Array([0xfff8000000000000n, 0x7ff8000000000123n, 0n]).buffer);
    const plain = writeTable(schema, { a: [Number.NaN, Number.NaN, 1], b: [Number.NaN, Number.NaN, 0] });
    expect(writeTable(schema, { a: odd, b: wide })).toEqual(plain);
  });

  test('a lone surrogate becomes U+FFFD, in a dictionary too', () => {
    const schema = {
      columns: [
        { name: 'a', type: 'utf8' },
        { name: 'b', type: 'dictionary' },
      ],
    } as const;
    const texts = ['x\ud800y', 'x\ufffdy', '\udc00\ud800', '\ud83e\uddea'];
    const bytes = writeTable(schema, { a: texts, b: texts });
    const expected = ['x\ufffdy', 'x\ufffdy', '\ufffd\ufffd', '🧪'];
    expect(readTable(bytes, schema).columns).toEqual({ a: expected, b: expected });
    expect(tableFromIPC(bytes).getChild('b')!.data[0]!.dictionary!.length).toBe(3);
  });

  test('an empty table keeps its columns', () => {
    const bytes = writeRows(SCORES, []);
    const table = readTable(bytes, SCORES);
    expect(table.rowCount).toBe(0);
    expect(table.columns.weight).toEqual(new Float32Array(0));
    expect(tableFromIPC(bytes).schema.fields.map((field) => field.name)).toEqual(
      SCORES.columns.map(({ name }) => name),
    );
  });

  test('columns named like members of Object are columns', () => {
    const schema = {
      columns: [
        { name: '__proto__', type: 'int32' },
        { name: 'constructor', type: 'int32' },
      ],
    } as const;
    const bytes = writeTable(
      schema,
      Object.fromEntries([
        ['__proto__', [1]],
        ['constructor', [2]],
      ]) as never,
    );
    expect(rowsOf(readTable(bytes)).map((row) => Object.entries(row))).toEqual([
      [
        ['__proto__', 1],
        ['constructor', 2],
      ],
    ]);
  });
});

describe('more rows than a batch', () => {
  const rows = 150_001;
  const schema = {
    columns: [
      { name: 'value', type: 'float32' },
      { name: 'label', type: 'dictionary', nullable: true },
      { name: 'text', type: 'utf8', nullable: true },
      { name: 'even', type: 'bool' },
      { name: 'step', type: 'int64' },
    ],
  } as const satisfies TableSchema;
  const indices = Array.from({ length: rows }, (_, row) => row);
  const columns = {
    value: Float32Array.from(indices, (row) => row / 3),
    label: indices.map((row) => (row % 5 === 0 ? null : `label ${row % 70_001}`)),
    text: indices.map((row) => (row % 7 === 0 ? null : `row ${row}`)),
    even: indices.map((row) => row % 2 === 0),
    step: BigInt64Array.from(indices, BigInt),
  };
  const bytes = writeTable(schema, columns);

  test('come back in one piece', () => {
    const table = readTable(bytes, schema);
    expect(table.rowCount).toBe(rows);
    expect(table.columns).toEqual(columns);
  });

  test('lie in batches of a fixed size with one dictionary, which stock Arrow reads', () => {
    const table = tableFromIPC(bytes);
    expect(table.batches.map((batch) => batch.numRows)).toEqual([65_536, 65_536, 18_929]);
    expect(new Set(table.getChild('label')!.data.map((data) => data.dictionary)).size).toBe(1);
    for (const row of [0, 1, 65_535, 65_536, 131_071, 131_072, rows - 1]) {
      expect(table.get(row)!.toJSON()).toEqual({
        value: columns.value[row],
        label: columns.label[row],
        text: columns.text[row],
        even: columns.even[row],
        step: columns.step[row],
      });
    }
  });

  test('are written as the same bytes from a column that was read', () => {
    expect(Buffer.from(writeTable(schema, readTable(bytes, schema).columns)).equals(bytes)).toBe(true);
  });

  test('a null in one batch leaves the bitmaps of the others out', () => {
    const one = { columns: [{ name: 'x', type: 'int32', nullable: true }] } as const satisfies TableSchema;
    const table = tableFromIPC(writeTable(one, { x: indices.map((row) => (row === 65_536 ? null : row)) }));
    expect(table.getChild('x')!.data.map((data) => data.nullCount)).toEqual([0, 1, 0]);
  });
});

test('a read number column of one batch is a view on the file, and of several a copy', () => {
  const schema = { columns: [{ name: 'x', type: 'float32' }] } as const satisfies TableSchema;
  const small = writeTable(schema, { x: new Float32Array(1000).fill(2) });
  expect(readTable(small, schema).columns.x.buffer).toBe(small.buffer);
  const large = writeTable(schema, { x: new Float32Array(70_000).fill(2) });
  expect(readTable(large, schema).columns.x).toEqual(new Float32Array(70_000).fill(2));
});

describe('files of another writer', () => {
  const words = ['a', 'ß', null, 'a', '深層', ''];

  test.each([
    ['8', new Int8()],
    ['16', new Int16()],
    ['32, unsigned', new Uint32()],
  ])('have dictionaries with ids of any size: %s bits', (_, ids) => {
    const table = new Table({ word: vectorFromArray(words, new Dictionary(new Utf8(), ids)) });
    expect(readTable(tableToIPC(table, 'file')).columns['word']).toEqual(words);
  });

  test('have batches of any size, each with nulls of its own, at any place in memory', () => {
    const batch = (from: number, to: number) => ({
      x: vectorFromArray(words.slice(from, to), new Utf8()),
      n: vectorFromArray([1.5, -2, null, 4, 5, 6].slice(from, to)),
      yes: vectorFromArray([true, null, false, true, true, false].slice(from, to)),
    });
    const table = new Table(batch(0, 2)).concat(new Table(batch(2, 3)), new Table(batch(3, 6)));
    const bytes = tableToIPC(table, 'file');
    const elsewhere = new Uint8Array(bytes.length + 1).subarray(1);
    elsewhere.set(bytes);
    for (const place of [bytes, elsewhere]) {
      const { rowCount, columns } = readTable(place);
      expect(rowCount).toBe(6);
      expect(columns['x']).toEqual(words);
      expect(columns['n']).toEqual([1.5, -2, null, 4, 5, 6]);
      expect(columns['yes']).toEqual([true, null, false, true, true, false]);
    }
  });

  test('have types that are named and refused', () => {
    const bytes = tableToIPC(new Table({ small: vectorFromArray([1, 2], new Int16()) }), 'file');
    expect(() => readTable(bytes)).toThrow('The column "small" has the Arrow type Int16');
    expect(codeOf(() => readTable(bytes))).toBe('PROUIE_TABLE_TYPE');
  });
});

describe('what is refused', () => {
  test('any damage of the places in a file gives an error with a code, or a table', () => {
    const bytes = writeRows(SCORES, ROWS);
    const codes = ['none', 'PROUIE_TABLE_BROKEN', 'PROUIE_TABLE_TYPE'];
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 3 }),
        (damage) => {
          const damaged = Buffer.from(bytes);
          for (const [at, value] of damage) damaged[at] = value;
          expect(codes).toContain(codeOf(() => readTable(damaged)));
        },
      ),
      { numRuns: 2000 },
    );
  });

  const one = (type: ColumnType, nullable = false) => ({ columns: [{ name: 'x', type, nullable }] });

  test('a null in a column that allows none, with its row', () => {
    expect(() => writeTable(one('float64'), { x: [1, null as never] })).toThrow(
      'Row 1 of the column "x" has no value.',
    );
    expect(codeOf(() => writeTable(one('dictionary'), { x: [undefined as never] }))).toBe(
      'PROUIE_TABLE_NULL',
    );
  });

  test('columns of unequal length, missing ones, and ones that the schema does not know', () => {
    const schema = {
      columns: [
        { name: 'precision', type: 'float64' },
        { name: 'recall', type: 'float64' },
      ],
    } as const;
    expect(codeOf(() => writeTable(schema, { precision: [1], recall: [] }))).toBe('PROUIE_TABLE_LENGTH');
    expect(codeOf(() => writeTable(schema, { precision: [1] } as never))).toBe('PROUIE_TABLE_COLUMN');
    const wrong = { precision: [1], recall: [1], recal: [1] };
    expect(() => writeTable(schema, wrong)).toThrow('no column "recal"');
    expect(codeOf(() => writeTable({ columns: [] }, {}))).toBe('PROUIE_TABLE_SCHEMA');
    expect(
      codeOf(() =>
        writeTable({ columns: [...schema.columns, ...schema.columns] }, { precision: [], recall: [] }),
      ),
    ).toBe('PROUIE_TABLE_SCHEMA');
  });

  test.each([
    ['int32', 1.5],
    ['int32', 2 ** 31],
    ['int32', '1'],
    ['int64', 2 ** 60],
    ['int64', 2n ** 63n],
    ['float32', '1'],
    ['float64', 1n],
    ['bool', 1],
    ['utf8', 1],
    ['dictionary', true],
  ] as const)('a value that a column of type %s cannot hold: %s', (type, value) => {
    expect(codeOf(() => writeTable(one(type), { x: [value as never] }))).toBe('PROUIE_TABLE_VALUE');
  });

  test('a file that is cut short or is no Arrow file', () => {
    const bytes = writeRows(SCORES, ROWS);
    for (const part of [
      bytes.subarray(0, bytes.length - 1),
      bytes.subarray(8),
      bytes.subarray(0, 0),
      Buffer.from('ARROW1ARROW1'),
    ]) {
      expect(codeOf(() => readTable(part))).toBe('PROUIE_TABLE_BROKEN');
    }
    const torn = Buffer.from(bytes);
    torn.fill(255, 8, 64);
    expect(codeOf(() => readTable(torn))).toBe('PROUIE_TABLE_BROKEN');
  });

  test('a table whose columns are not the declared ones', () => {
    const bytes = writeTable(one('int32'), { x: [1] });
    expect(() => readTable(bytes, one('float64'))).toThrow(
      'Column 1 of the table is "x" (int32), and "x" (float64) was expected.',
    );
    expect(codeOf(() => readTable(bytes, one('int32', true)))).toBe('PROUIE_TABLE_SCHEMA');
  });
});
