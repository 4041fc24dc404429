/** Tables by columns, as nodes left them and before DuckDB has them. */
import { ProuieError } from '../errors.ts';
import { readTable } from '../store/arrow-reader.ts';
import type { ColumnType } from '../store/arrow-schema.ts';
import type { StoredOutput } from '../store/record.ts';
import type { PlainRow } from './plain-row.ts';
import type { SqlType } from './relations.ts';
import { cellRows } from './table-cells.ts';

export interface PlainColumn {
  readonly name: string;
  /** Undefined where every value is null, which goes with any type. */
  readonly type: SqlType | undefined;
  readonly values: ArrayLike<unknown>;
}

export interface PlainTable {
  readonly rowCount: number;
  readonly columns: readonly PlainColumn[];
}

const SQL_TYPES: { readonly [type in ColumnType]: SqlType } = {
  utf8: 'VARCHAR',
  dictionary: 'VARCHAR',
  float32: 'DOUBLE',
  float64: 'DOUBLE',
  int32: 'BIGINT',
  int64: 'BIGINT',
  bool: 'BOOLEAN',
};

/**
 * The table in an output: an Arrow file, a JSON list of objects, tables of the paper as JSON (a row a cell), or a text
 * with one JSON object a line.
 *
 * @param where names the output in errors
 * @throws ProuieError PROUIE_CATALOG_OUTPUT for content that is none of these, and what `readTable` throws
 */
export function outputTable(kind: StoredOutput['kind'], content: Uint8Array, where: string): PlainTable {
  if (kind === 'directory') throw noTable(where, 'a folder');
  if (kind !== 'arrow') return rowsTable(outputRows(kind, content, where));
  const { schema, rowCount, columns } = readTable(content);
  return {
    rowCount,
    columns: schema.columns.map(({ name, type }) => ({
      name,
      type: SQL_TYPES[type],
      values: columns[name]!,
    })),
  };
}

/** The rows in an output that is JSON or JSON lines. Throws as `outputTable`. */
export function outputRows(kind: 'json' | 'text', content: Uint8Array, where: string): readonly PlainRow[] {
  const text = Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString('utf8');
  try {
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    const value: unknown = kind === 'json' ? JSON.parse(text) : lines.map((line) => JSON.parse(line));
    if (Array.isArray(value) && value.every(isObject)) return value;
    const cells = cellRows(value);
    if (cells !== undefined) return cells;
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw noTable(where, `no JSON (${cause.message})`, cause);
  }
  throw noTable(where, 'no list of objects');
}

/** Objects as a table with a column for every key, in the order of first appearance; lists and objects as JSON text. */
export function rowsTable(rows: readonly PlainRow[]): PlainTable {
  const names = new Set(rows.flatMap((row) => Object.keys(row)));
  const columns = [...names].map((name) =>
    plainColumn(
      name,
      rows.map((row) => row[name] ?? null),
    ),
  );
  return { rowCount: rows.length, columns };
}

/** A column that has the same value in every row. */
export function constantColumn(name: string, value: string | number, rowCount: number): PlainColumn {
  const { type } = plainColumn(name, rowCount === 0 ? [] : [value]);
  return { name, type, values: new Array<string | number>(rowCount).fill(value) };
}

function plainColumn(name: string, values: readonly unknown[]): PlainColumn {
  const present = values.filter((value) => value !== null);
  if (present.length === 0) return { name, type: undefined, values };
  if (present.every(Number.isSafeInteger)) return { name, type: 'BIGINT', values };
  if (present.every((value) => typeof value === 'number')) return { name, type: 'DOUBLE', values };
  if (present.every((value) => typeof value === 'boolean')) return { name, type: 'BOOLEAN', values };
  const texts = values.map((value) =>
    value === null || typeof value === 'string' ? value : JSON.stringify(value),
  );
  return { name, type: 'VARCHAR', values: texts };
}

function isObject(value: unknown): value is PlainRow {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function noTable(where: string, what: string, cause?: unknown): ProuieError {
  return new ProuieError('PROUIE_CATALOG_OUTPUT', `${where} feeds a relation, but it is ${what}.`, {
    hint: 'Leave an Arrow table, a JSON list of objects or JSONL, or take the tag `relation` off the node.',
    ...(cause === undefined ? {} : { cause }),
  });
}
