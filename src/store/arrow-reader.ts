import { ProuieError } from '../errors.ts';
import { type ArrowField, BrokenFile, type IntegerType, readArrowFile, TYPE } from './arrow-messages.ts';
import {
  type Column,
  type ColumnType,
  checkSchema,
  type TableData,
  type TableSchema,
} from './arrow-schema.ts';
import { piecesOf, readColumn } from './arrow-values.ts';

/**
 * The table in an Arrow IPC file. Numbers without nulls come as typed arrays, in one piece: a view on `bytes` where
 * the file holds one batch, else a copy. Give the declared schema to have it checked and the columns typed by it.
 *
 * @throws ProuieError PROUIE_TABLE_BROKEN where `bytes` are no whole Arrow file, PROUIE_TABLE_SCHEMA where the columns
 *   are not those of `declared`, PROUIE_TABLE_TYPE for a column of a type that is not a `ColumnType`
 */
export function readTable(bytes: Uint8Array): TableData;
export function readTable<const S extends TableSchema>(bytes: Uint8Array, declared: S): TableData<S>;
export function readTable(bytes: Uint8Array, declared?: TableSchema): TableData {
  // Numbers become views, which have to begin at a multiple of their size.
  const aligned = bytes.byteOffset % 8 === 0 ? bytes : bytes.slice();
  const file = guard(() => readArrowFile(aligned));
  const schema: TableSchema = { columns: file.fields.map(columnOf) };
  if (declared !== undefined) checkSchema(schema, declared);
  const rowCount = file.batches.reduce((rows, batch) => rows + batch.rows, 0);
  const columns = guard(() => {
    const pieces = piecesOf(file, schema);
    return schema.columns.map(
      (column, index) => [column.name, readColumn(column, pieces[index]!, rowCount)] as const,
    );
  });
  return {
    schema: declared ?? schema,
    rowCount,
    columns: Object.fromEntries(columns) as TableData['columns'],
  };
}

/** A place outside of the file, and all else that no whole file has, is one error. */
function guard<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (!(cause instanceof BrokenFile || cause instanceof RangeError)) throw cause;
    throw new ProuieError('PROUIE_TABLE_BROKEN', `This is no whole Arrow IPC file: ${cause.message}.`, {
      hint: 'If it came from the store, `prouie verify` sets it aside and says which node makes it again.',
      cause,
    });
  }
}

function columnOf(field: ArrowField): Column {
  const type = columnType(field);
  return field.nullable ? { name: field.name, type, nullable: true } : { name: field.name, type };
}

function columnType({ name, type: { kind, integer, precision }, dictionary }: ArrowField): ColumnType {
  if (dictionary !== undefined) {
    if (kind === TYPE.utf8 && dictionary.index.bits < 64) return 'dictionary';
  } else if (kind === TYPE.utf8) return 'utf8';
  else if (kind === TYPE.bool) return 'bool';
  else if (kind === TYPE.floatingPoint && precision === 1) return 'float32';
  else if (kind === TYPE.floatingPoint && precision === 2) return 'float64';
  else if (integer?.signed === true && integer.bits === 32) return 'int32';
  else if (integer?.signed === true && integer.bits === 64) return 'int64';
  const of = dictionary === undefined ? '' : 'a dictionary of ';
  throw new ProuieError(
    'PROUIE_TABLE_TYPE',
    `The column "${name}" has the Arrow type ${of}${typeName(kind, integer)}, which tables here do not use.`,
    {
      hint: 'Write it as utf8, a dictionary of utf8, float32, float64, int32, int64 or bool.',
    },
  );
}

/** By their numbers in Arrow's `format/Schema.fbs`. */
const TYPE_NAMES: readonly string[] = (
  'None Null Int FloatingPoint Binary Utf8 Bool Decimal Date Time Timestamp Interval List Struct Union FixedSizeBinary ' +
  'FixedSizeList Map Duration LargeBinary LargeUtf8 LargeList RunEndEncoded BinaryView Utf8View ListView LargeListView'
).split(' ');

function typeName(kind: number, integer: IntegerType | undefined): string {
  if (integer !== undefined) return `${integer.signed ? 'Int' : 'Uint'}${integer.bits}`;
  return TYPE_NAMES[kind] ?? `number ${kind}`;
}
