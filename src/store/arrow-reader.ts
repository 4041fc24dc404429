import {
  type Data,
  DataType,
  type Field,
  Precision,
  type RecordBatch,
  RecordBatchReader,
} from 'apache-arrow';
import { ProuieError } from '../errors.ts';
import {
  type Column,
  type ColumnType,
  checkSchema,
  type TableData,
  type TableSchema,
} from './arrow-schema.ts';

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
  const { batches, schema } = readBatches(bytes);
  if (declared !== undefined) checkSchema(schema, declared);
  const rowCount = batches.reduce((rows, batch) => rows + batch.numRows, 0);
  const columns = schema.columns.map((column, index) => {
    const pieces = batches.map((batch) => batch.data.children[index]!);
    return [column.name, readColumn(column, pieces, rowCount)] as const;
  });
  return {
    schema: declared ?? schema,
    rowCount,
    columns: Object.fromEntries(columns) as TableData['columns'],
  };
}

function readBatches(bytes: Uint8Array): {
  readonly batches: readonly RecordBatch[];
  readonly schema: TableSchema;
} {
  const whole = bytes.length > 12 && isMagic(bytes.subarray(0, 6)) && isMagic(bytes.subarray(-6));
  if (!whole) throw broken(`it begins or ends otherwise, in ${bytes.length} bytes`);
  let fields: readonly Field[];
  let batches: readonly RecordBatch[];
  try {
    const reader = RecordBatchReader.from(bytes).open();
    fields = reader.schema.fields;
    batches = [...reader];
  } catch (cause) {
    throw broken(cause instanceof Error ? cause.message : String(cause), cause);
  }
  const columns = fields.map(({ name, type, nullable }): Column => {
    const found = columnType(name, type);
    return nullable ? { name, type: found, nullable } : { name, type: found };
  });
  return { batches, schema: { columns } };
}

function isMagic(bytes: Uint8Array): boolean {
  return String.fromCharCode(...bytes) === 'ARROW1';
}

function columnType(name: string, type: DataType): ColumnType {
  if (DataType.isUtf8(type)) return 'utf8';
  if (DataType.isDictionary(type) && DataType.isUtf8(type.dictionary) && DataType.isInt(type.indices)) {
    if (type.indices.bitWidth < 64) return 'dictionary';
  }
  if (DataType.isFloat(type) && type.precision === Precision.SINGLE) return 'float32';
  if (DataType.isFloat(type) && type.precision === Precision.DOUBLE) return 'float64';
  if (DataType.isInt(type) && type.isSigned && type.bitWidth === 32) return 'int32';
  if (DataType.isInt(type) && type.isSigned && type.bitWidth === 64) return 'int64';
  if (DataType.isBool(type)) return 'bool';
  throw new ProuieError(
    'PROUIE_TABLE_TYPE',
    `The column "${name}" has the Arrow type ${type}, which tables here do not use.`,
    {
      hint: 'Write it as utf8, a dictionary of utf8, float32, float64, int32, int64 or bool.',
    },
  );
}

type Values = readonly unknown[] | Float32Array | Float64Array | Int32Array | BigInt64Array;

function readColumn(column: Column, pieces: readonly Data[], rows: number): Values {
  const dense = readDense(column.type, pieces, rows);
  if (column.nullable !== true) {
    if (pieces.some((piece) => piece.nullCount > 0))
      throw broken(`the column "${column.name}" has nulls that it does not allow`);
    return dense;
  }
  const values: unknown[] = Array.from(dense as ArrayLike<unknown>);
  let start = 0;
  for (const piece of pieces) {
    if (piece.nullCount > 0) {
      for (let row = 0; row < piece.length; row++) {
        if (!piece.getValid(row)) values[start + row] = null;
      }
    }
    start += piece.length;
  }
  return values;
}

function readDense(type: ColumnType, pieces: readonly Data[], rows: number): Values {
  switch (type) {
    case 'float32':
      return joinNumbers(
        pieces as readonly NumberData<Float32Array>[],
        new Float32Array(pieces.length === 1 ? 0 : rows),
      );
    case 'float64':
      return joinNumbers(
        pieces as readonly NumberData<Float64Array>[],
        new Float64Array(pieces.length === 1 ? 0 : rows),
      );
    case 'int32':
      return joinNumbers(
        pieces as readonly NumberData<Int32Array>[],
        new Int32Array(pieces.length === 1 ? 0 : rows),
      );
    case 'int64':
      return joinNumbers(
        pieces as readonly NumberData<BigInt64Array>[],
        new BigInt64Array(pieces.length === 1 ? 0 : rows),
      );
    case 'bool':
      return pieces.flatMap(readBits);
    case 'utf8':
      return pieces.flatMap(readTexts);
    case 'dictionary':
      return pieces.flatMap(readDictionary);
  }
}

interface NumberData<T> {
  readonly values: T;
  readonly length: number;
}

type NumberArray<T> = T & { subarray(from: number, to: number): T; set(values: T, offset: number): void };

function joinNumbers<T>(pieces: readonly NumberData<T>[], joined: T): T {
  const only = pieces.length === 1 ? pieces[0]! : undefined;
  if (only !== undefined) return (only.values as NumberArray<T>).subarray(0, only.length);
  let start = 0;
  for (const piece of pieces) {
    (joined as NumberArray<T>).set((piece.values as NumberArray<T>).subarray(0, piece.length), start);
    start += piece.length;
  }
  return joined;
}

function readBits(piece: Data): boolean[] {
  const bits = piece.values as Uint8Array;
  return Array.from({ length: piece.length }, (_, row) => ((bits[row >> 3]! >> (row & 7)) & 1) === 1);
}

/** Decoded here, since Arrow's own decoder drops a byte order mark at the beginning of a text. */
function readTexts(piece: Data): string[] {
  const { values, valueOffsets } = piece as Data & {
    readonly values: Uint8Array;
    readonly valueOffsets: Int32Array;
  };
  const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  return Array.from({ length: piece.length }, (_, row) =>
    bytes.toString('utf8', valueOffsets[row], valueOffsets[row + 1]),
  );
}

function readDictionary(piece: Data): string[] {
  const texts = piece.dictionary?.data.flatMap((data: Data) => readTexts(data)) ?? [];
  const ids = piece.values as Int32Array;
  return Array.from({ length: piece.length }, (_, row) => {
    const text = texts[ids[row]!];
    if (text !== undefined) return text;
    if (piece.nullCount > 0 && !piece.getValid(row)) return '';
    throw broken(`row ${row} has the dictionary id ${ids[row]} of ${texts.length}`);
  });
}

function broken(why: string, cause?: unknown): ProuieError {
  return new ProuieError('PROUIE_TABLE_BROKEN', `This is no whole Arrow IPC file: ${why}.`, {
    hint: 'If it came from the store, `prouie verify` sets it aside and says which node makes it again.',
    ...(cause === undefined ? {} : { cause }),
  });
}
