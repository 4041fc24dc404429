import {
  BIGINT,
  BOOLEAN,
  DOUBLE,
  type DuckDBConnection,
  DuckDBDataChunk,
  type DuckDBValue,
  VARCHAR,
} from '@duckdb/node-api';
import type { PlainTable } from './plain-table.ts';
import type { RelationData } from './relation-data.ts';
import type { RelationColumn, SqlType } from './relations.ts';

/** Rows of a DuckDB vector. */
const VECTOR_ROWS = 2048;
const TYPES = { VARCHAR, BIGINT, DOUBLE, BOOLEAN } as const;

/** Makes a table of these columns in place of the one that has its name, if any. */
export async function createTable(
  connection: DuckDBConnection,
  name: string,
  columns: readonly RelationColumn[],
): Promise<void> {
  await connection.run(createStatement(name, columns));
}

export function createStatement(
  name: string,
  columns: readonly { readonly name: string; readonly type: string }[],
): string {
  const list = columns.map((column) => `${quoteName(column.name)} ${column.type}`).join(', ');
  return `CREATE OR REPLACE TABLE ${quoteName(name)} (${list});`;
}

export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** Fills a table by whole vectors: many small tables share one, and no value goes through SQL. */
export async function loadRows(
  connection: DuckDBConnection,
  name: string,
  { columns, tables }: RelationData,
): Promise<void> {
  const appender = await connection.createAppender(name);
  const types = columns.map((column) => TYPES[column.type]);
  let vectors: DuckDBValue[][] = columns.map(() => []);
  const flush = (): void => {
    const chunk = DuckDBDataChunk.create(types);
    chunk.setColumns(vectors);
    appender.appendDataChunk(chunk);
    vectors = columns.map(() => []);
  };
  for (const { read: readTable } of tables) {
    const table = readTable();
    const read = columns.map((column) => columnReader(table, column));
    for (let from = 0; from < table.rowCount; ) {
      const to = Math.min(table.rowCount, from + VECTOR_ROWS - vectors[0]!.length);
      for (const [index, value] of read.entries()) {
        const vector = vectors[index]!;
        for (let row = from; row < to; row++) vector.push(value(row));
      }
      if (vectors[0]!.length === VECTOR_ROWS) flush();
      from = to;
    }
  }
  if (vectors[0]!.length > 0) flush();
  appender.closeSync();
}

/** Gives a table's value of a column in a row, as a value of the column's type. */
function columnReader(table: PlainTable, { name, type }: RelationColumn): (row: number) => DuckDBValue {
  const found = table.columns.find((column) => column.name.toLowerCase() === name.toLowerCase());
  if (found === undefined) return () => null;
  const convert = converter(type);
  const { values } = found;
  return (row) => {
    const value = values[row];
    return value === null || value === undefined ? null : convert(value);
  };
}

function converter(type: SqlType): (value: unknown) => DuckDBValue {
  switch (type) {
    case 'VARCHAR':
      return String;
    case 'BIGINT':
      return (value) => BigInt(value as number | bigint);
    case 'DOUBLE':
      return Number;
    case 'BOOLEAN':
      return Boolean;
  }
}
