import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createTable, loadRows } from '../../src/catalog/load.ts';
import { rowsTable } from '../../src/catalog/plain-table.ts';
import type { RelationColumn, SqlType } from '../../src/catalog/relations.ts';

const COLUMNS: readonly RelationColumn[] = [
  { name: 'few', type: 'VARCHAR' },
  { name: 'many', type: 'VARCHAR' },
  { name: 'count', type: 'BIGINT' },
  { name: 'share', type: 'DOUBLE' },
  { name: 'right', type: 'BOOLEAN' },
];

type Row = readonly [string | null, string | null, number | null, number | null, boolean | null];

/** What comes back of tables with these rows, loaded as one relation. */
async function loaded(tables: readonly (readonly Row[])[]): Promise<readonly (readonly unknown[])[]> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    await createTable(connection, 'relation', COLUMNS);
    await loadRows(connection, 'relation', {
      columns: COLUMNS,
      warnings: [],
      tables: tables.map((rows) => {
        const table = rowsTable(
          rows.map((row) => Object.fromEntries(COLUMNS.map(({ name }, index) => [name, row[index]]))),
        );
        return { columns: table.columns, read: () => table };
      }),
    });
    const rows = await (await connection.run('FROM relation')).getRows();
    return rows.map((row) => row.map((value) => (typeof value === 'bigint' ? Number(value) : value)));
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

const orNull = <T>(value: fc.Arbitrary<T>) => fc.option(value, { freq: 4 });
const anyRow: fc.Arbitrary<Row> = fc.tuple(
  orNull(fc.constantFrom('', 'a', 'Ä', '𝒳', "o'clock")),
  orNull(fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\0', ''))),
  orNull(fc.maxSafeInteger()),
  orNull(fc.double({ noNaN: true })),
  orNull(fc.boolean()),
);

test('tables of any values come back as they were, in their order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(anyRow, { maxLength: 40 }), { maxLength: 12 }), async (tables) => {
      expect(await loaded(tables)).toEqual(tables.flat());
    }),
    { numRuns: 60 },
  );
});

test('vectors are full, begin anew, and end within a table', async () => {
  const rows = Array.from(
    { length: 10_000 },
    (_, row): Row => [
      row % 7 === 0 ? null : `few ${row % 5}`,
      row > 4096 && row < 8192 ? 'one' : `many ${row}`,
      row % 11 === 0 ? null : row,
      row / 7,
      row % 3 === 0,
    ],
  );
  const tables = [rows.slice(0, 3), rows.slice(3, 2048), rows.slice(2048, 2049), [], rows.slice(2049)];
  expect(await loaded(tables)).toEqual(rows);
});

test.each([254, 255, 256, 257, 1024])('a vector with %d texts has them all', async (count) => {
  const rows = Array.from({ length: 2048 }, (_, row): Row => [`text ${row % count}`, null, null, null, null]);
  expect(await loaded([rows])).toEqual(rows);
});

test.each([
  ['that ends in a zero', ['a\0b', 'a\0b', 'a\0c', 'a\0c', 'a', 'a']],
  ['that is no Unicode', ['a\ud800', 'a\ud800', 'a\ud801', 'a\ud801', 'a', 'a']],
])('text %s comes back whole', async (_, texts) => {
  const asUtf8 = texts.map((text) => Buffer.from(text).toString());
  const rows = await loaded([texts.map((text): Row => [text, null, null, null, null])]);
  expect(rows.map(([text]) => text)).toEqual(asUtf8);
});

test.each<[SqlType, unknown]>([
  ['VARCHAR', '12'],
  ['DOUBLE', 12],
])('whole numbers become %s where another table has it', async (type, value) => {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const columns = [{ name: 'value', type }];
  const table = rowsTable([{ VALUE: 12 }]);
  await createTable(connection, 'relation', columns);
  await loadRows(connection, 'relation', {
    columns,
    warnings: [],
    tables: [{ columns: [], read: () => table }],
  });
  expect(await (await connection.run('FROM relation')).getRows()).toEqual([[value]]);
  connection.closeSync();
  instance.closeSync();
});
