import { type DuckDBConnection, DuckDBDataChunk } from '@duckdb/node-api';
import duckdb from '@duckdb/node-bindings';
import { columnBuffer, VECTOR_ROWS } from './column-vector.ts';
import type { PlainTable } from './plain-table.ts';
import type { RelationData } from './relation-data.ts';
import type { RelationColumn } from './relations.ts';

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
  const names = columns.map((column) => column.name.toLowerCase());
  const buffers = columns.map((column) => columnBuffer(column.type));
  let rows = 0;
  const flush = (): void => {
    const chunk = DuckDBDataChunk.create(
      buffers.map((buffer) => buffer.vectorType()),
      rows,
    );
    for (const [index, buffer] of buffers.entries())
      buffer.moveTo(duckdb.data_chunk_get_vector(chunk.chunk, index));
    appender.appendDataChunk(chunk);
    rows = 0;
  };
  for (const { read } of tables) {
    const table = read();
    const values = valuesByName(table);
    const empty = { length: table.rowCount };
    for (let from = 0; from < table.rowCount; ) {
      const to = Math.min(table.rowCount, from + VECTOR_ROWS - rows);
      for (const [index, buffer] of buffers.entries())
        buffer.add(values.get(names[index]!) ?? empty, from, to);
      rows += to - from;
      if (rows === VECTOR_ROWS) flush();
      from = to;
    }
  }
  if (rows > 0) flush();
  appender.closeSync();
}

/** The values of the first column of each name; SQL takes names in any case. */
function valuesByName({ columns }: PlainTable): ReadonlyMap<string, ArrayLike<unknown>> {
  return new Map(columns.map(({ name, values }) => [name.toLowerCase(), values] as const).reverse());
}
