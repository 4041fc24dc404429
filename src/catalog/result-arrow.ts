import type { Column, ColumnType, TableInput, TableSchema } from '../store/arrow-schema.ts';
import { writeTable } from '../store/arrow-writer.ts';
import type { QueryResult, ResultColumn, ResultValue } from './query-result.ts';
import { valueText } from './result-text.ts';

const COLUMN_TYPES: { readonly [sql: string]: ColumnType } = {
  BOOLEAN: 'bool',
  TINYINT: 'int32',
  SMALLINT: 'int32',
  INTEGER: 'int32',
  UTINYINT: 'int32',
  USMALLINT: 'int32',
  UINTEGER: 'int64',
  BIGINT: 'int64',
  // Sums of whole numbers; a double holds them up to 2^53.
  HUGEINT: 'float64',
  UBIGINT: 'float64',
  UHUGEINT: 'float64',
  FLOAT: 'float32',
  DOUBLE: 'float64',
};

/** A result as an Arrow IPC file. Dates, lists and objects are text, and every column may hold nulls. */
export function formatArrow({ columns, rows }: QueryResult): Uint8Array {
  const schema: TableSchema = { columns: columns.map(arrowColumn) };
  const values = schema.columns.map(({ name, type }, index) => [
    name,
    rows.map((row) => arrowValue(row[index]!, type)),
  ]);
  return writeTable(schema, Object.fromEntries(values) as TableInput);
}

function arrowColumn({ name, type }: ResultColumn): Column {
  const found = /^DECIMAL\([^)]*\)$/.test(type) ? 'float64' : (COLUMN_TYPES[type] ?? 'utf8');
  return { name, type: found, nullable: true };
}

function arrowValue(value: ResultValue, type: ColumnType): string | number | bigint | boolean | null {
  if (value === null) return null;
  if (type === 'utf8') return valueText(value);
  return type === 'float64' ? Number(value) : (value as number | bigint | boolean);
}
