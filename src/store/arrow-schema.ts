import { ProuieError } from '../errors.ts';
import { didYouMean } from '../suggest.ts';

/** `dictionary` is text that repeats (names, labels): each value is stored once a table. `int64` holds bigints. */
export type ColumnType = 'utf8' | 'dictionary' | 'float32' | 'float64' | 'int32' | 'int64' | 'bool';

/** A declared column. */
export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  /** Whether the column may hold nulls; it may not when left out. */
  readonly nullable?: boolean;
}

/** The declared columns of a table, in order. Write one as a literal `as const`, so that readers are typed by it. */
export interface TableSchema {
  readonly columns: readonly Column[];
}

interface ValueOf {
  utf8: string;
  dictionary: string;
  float32: number;
  float64: number;
  int32: number;
  int64: bigint;
  bool: boolean;
}
interface DenseOf {
  utf8: readonly string[];
  dictionary: readonly string[];
  float32: Float32Array;
  float64: Float64Array;
  int32: Int32Array;
  int64: BigInt64Array;
  bool: readonly boolean[];
}
type WithoutNulls = { readonly name: string; readonly nullable?: false };
type ColumnNamed<S extends TableSchema> = S['columns'][number];
type Writable<C extends Column> = ValueOf[C['type']] | (C['type'] extends 'int64' ? number : never);

/** One value of a column. */
export type CellValue<C extends Column> = ValueOf[C['type']] | (C extends WithoutNulls ? never : null);

/**
 * A column as it is read: a typed array (an array of strings or booleans) where no null is allowed, else an array with
 * nulls; either, where the schema is not known to the compiler.
 */
export type ColumnValues<C extends Column> = C extends WithoutNulls
  ? DenseOf[C['type']]
  : Column extends C
    ? DenseOf[ColumnType] | readonly CellValue<C>[]
    : readonly CellValue<C>[];

/** A column as it may be written; `undefined` counts as null, and an int64 column takes safe whole numbers too. */
export type ColumnInput<C extends Column> = ArrayLike<
  Writable<C> | (C extends WithoutNulls ? never : null | undefined)
>;

/** The columns of a table that was read, by name. */
export type TableColumns<S extends TableSchema = TableSchema> = {
  readonly [C in ColumnNamed<S> as C['name']]: ColumnValues<C>;
};
/** The columns of a table to write, by name. */
export type TableInput<S extends TableSchema = TableSchema> = {
  readonly [C in ColumnNamed<S> as C['name']]: ColumnInput<C>;
};
/** A row, by the names of the columns. */
export type TableRow<S extends TableSchema = TableSchema> = {
  readonly [C in ColumnNamed<S> as C['name']]: CellValue<C>;
};

/** A table in memory, by columns. */
export interface TableData<S extends TableSchema = TableSchema> {
  readonly schema: S;
  readonly rowCount: number;
  readonly columns: TableColumns<S>;
}

/**
 * The number of rows of these columns.
 *
 * @throws ProuieError PROUIE_TABLE_SCHEMA for a schema without columns or with a name twice, PROUIE_TABLE_COLUMN
 *   for a column too few or too many, PROUIE_TABLE_LENGTH for columns of unequal length
 */
export function countRows(
  schema: TableSchema,
  columns: Readonly<Record<string, ArrayLike<unknown>>>,
): number {
  const names = checkNames(schema);
  for (const name of Object.keys(columns)) {
    if (names.includes(name)) continue;
    throw new ProuieError('PROUIE_TABLE_COLUMN', `The schema has no column "${name}".`, {
      hint: didYouMean(name, names) ?? `Its columns are ${names.join(', ')}.`,
    });
  }
  let rows: number | undefined;
  for (const name of names) {
    const values = Object.hasOwn(columns, name) ? columns[name] : undefined;
    if (values === undefined) {
      throw new ProuieError('PROUIE_TABLE_COLUMN', `The column "${name}" is missing.`, {
        hint: 'Every column of the schema needs its values; a column without any is an array of nulls.',
      });
    }
    rows ??= values.length;
    if (values.length !== rows) {
      throw new ProuieError(
        'PROUIE_TABLE_LENGTH',
        `The column "${name}" has ${values.length} values, but "${names[0]}" has ${rows}.`,
        { hint: 'All columns of a table have one value a row.' },
      );
    }
  }
  return rows ?? 0;
}

/**
 * Nothing when a table that was read has the columns that its reader declares: same names, order, types and nulls.
 *
 * @throws ProuieError PROUIE_TABLE_SCHEMA with both sides of the first difference
 */
export function checkSchema(found: TableSchema, declared: TableSchema): void {
  const columns = Math.max(found.columns.length, declared.columns.length);
  for (let index = 0; index < columns; index++) {
    const left = describeColumn(found.columns[index]);
    const right = describeColumn(declared.columns[index]);
    if (left === right) continue;
    throw new ProuieError(
      'PROUIE_TABLE_SCHEMA',
      `Column ${index + 1} of the table is ${left}, and ${right} was expected.`,
      {
        hint: 'The table was written by another version of its step; run that step again.',
      },
    );
  }
}

function describeColumn(column: Column | undefined): string {
  if (column === undefined) return 'absent';
  return `"${column.name}" (${column.type}${column.nullable === true ? ', nullable' : ''})`;
}

function checkNames(schema: TableSchema): readonly string[] {
  const names = schema.columns.map((column) => column.name);
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (names.length > 0 && repeated === undefined) return names;
  const what =
    repeated === undefined ? 'A table needs a column.' : `The schema names the column "${repeated}" twice.`;
  throw new ProuieError('PROUIE_TABLE_SCHEMA', what, { hint: 'Give every column a name of its own.' });
}
