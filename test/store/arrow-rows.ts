/** Tables of a few thousand rows written and read row by row; larger ones are written by columns (`src/store/arrow-writer.ts`). */
import { readTable } from '../../src/store/arrow-reader.ts';
import type { TableData, TableInput, TableRow, TableSchema } from '../../src/store/arrow-schema.ts';
import { writeTable } from '../../src/store/arrow-writer.ts';

/** The rows as an Arrow IPC file; a key that is absent counts as null, and other keys are left out. Throws as `writeTable`. */
export function writeRows<const S extends TableSchema>(
  schema: S,
  rows: readonly TableRow<NoInfer<S>>[],
): Uint8Array {
  const columns = schema.columns.map(({ name }) => [
    name,
    rows.map((row) => (Object.hasOwn(row, name) ? (row as Readonly<Record<string, unknown>>)[name] : null)),
  ]);
  return writeTable(schema, Object.fromEntries(columns) as TableInput<S>);
}

/** The rows of an Arrow IPC file whose schema is known. Throws as `readTable`. */
export function readRows<const S extends TableSchema>(bytes: Uint8Array, schema: S): readonly TableRow<S>[] {
  return rowsOf(readTable(bytes, schema));
}

/** The rows of a table, as objects. */
export function rowsOf<S extends TableSchema>(table: TableData<S>): readonly TableRow<S>[] {
  const columns = table.columns as Readonly<Record<string, ArrayLike<unknown>>>;
  return Array.from({ length: table.rowCount }, (_, row) => {
    const cells = table.schema.columns.map(({ name }) => [name, columns[name]![row]]);
    return Object.fromEntries(cells) as TableRow<S>;
  });
}
