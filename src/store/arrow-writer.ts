import {
  Bool,
  type Data,
  type DataType,
  Dictionary,
  Field,
  Float32,
  Float64,
  Int32,
  Int64,
  makeData,
  RecordBatch,
  RecordBatchFileWriter,
  Schema,
  Struct,
  Utf8,
  Vector,
} from 'apache-arrow';
import { ProuieError } from '../errors.ts';
import { type EncodedColumn, encodeColumn, type FixedValues } from './arrow-columns.ts';
import { type Column, countRows, type TableInput, type TableSchema } from './arrow-schema.ts';

/** Rows of every batch but the last. A multiple of 8, so that bitmaps are cut between bytes. */
const BATCH_ROWS = 65_536;

/**
 * The table as an Arrow IPC file, uncompressed. The bytes depend on the schema and the values alone: batches have a
 * fixed number of rows, a dictionary's id is the index of its column and its texts stand in the order of their first
 * row, zeros stand under nulls and in padding, and there is no metadata.
 *
 * @throws ProuieError PROUIE_TABLE_SCHEMA, PROUIE_TABLE_COLUMN, PROUIE_TABLE_LENGTH (see `countRows`),
 *   PROUIE_TABLE_NULL, PROUIE_TABLE_VALUE (see `encodeColumn`), PROUIE_TABLE_SIZE for a batch with 2 GiB of text
 */
export function writeTable<const S extends TableSchema>(schema: S, columns: TableInput<S>): Uint8Array {
  const inputs = columns as Readonly<Record<string, ArrayLike<unknown>>>;
  const rows = countRows(schema, inputs);
  const encoded = schema.columns.map((column) => encodeColumn(column, inputs[column.name]!));
  const types = schema.columns.map((column, index) => arrowType(column, index));
  const dictionaries = encoded.map(
    ({ dictionary }, index) => dictionary && textVector(schema.columns[index]!, dictionary),
  );
  const arrowSchema = new Schema(
    schema.columns.map(({ name, nullable }, index) => new Field(name, types[index]!, nullable === true)),
  );

  const writer = new RecordBatchFileWriter();
  writer.reset(undefined, arrowSchema);
  // An empty table has one empty batch, so that its dictionaries are in the file.
  for (let from = 0; from < Math.max(rows, 1); from += BATCH_ROWS) {
    const to = Math.min(from + BATCH_ROWS, rows);
    const children = schema.columns.map((column, index) =>
      batchData(column, types[index]!, encoded[index]!, dictionaries[index], from, to),
    );
    const struct = makeData({
      type: new Struct(arrowSchema.fields),
      length: to - from,
      nullCount: 0,
      children,
    });
    writer.write(new RecordBatch(arrowSchema, struct));
  }
  writer.close();
  return writer.toUint8Array(true);
}

/** Ids of dictionaries are given here: those that Arrow makes count up in the process, and end in the bytes. */
function arrowType(column: Column, index: number): DataType {
  switch (column.type) {
    case 'utf8':
      return new Utf8();
    case 'dictionary':
      return new Dictionary(new Utf8(), new Int32(), index, false);
    case 'float32':
      return new Float32();
    case 'float64':
      return new Float64();
    case 'int32':
      return new Int32();
    case 'int64':
      return new Int64();
    case 'bool':
      return new Bool();
  }
}

function batchData(
  column: Column,
  type: DataType,
  encoded: EncodedColumn,
  dictionary: Vector<Utf8> | undefined,
  from: number,
  to: number,
): Data {
  const nulls = sliceValidity(encoded.validity, from, to);
  const shape = { length: to - from, ...nulls };
  if (column.type === 'utf8') {
    return textData(column, (encoded.values as readonly string[]).slice(from, to), nulls);
  }
  if (column.type === 'bool') {
    const bits = (encoded.values as Uint8Array).subarray(from >> 3, (to + 7) >> 3);
    return makeData({ type: type as Bool, ...shape, data: bits });
  }
  const data = (encoded.values as FixedValues).subarray(from, to);
  if (dictionary !== undefined) {
    return makeData({ type: type as Dictionary<Utf8>, ...shape, data: data as Int32Array, dictionary });
  }
  return makeData({ type: type as Float32, ...shape, data: data as Float32Array });
}

interface Nulls {
  readonly nullCount: number;
  readonly nullBitmap?: Uint8Array;
}

function sliceValidity(validity: Uint8Array | undefined, from: number, to: number): Nulls {
  if (validity === undefined) return { nullCount: 0 };
  const nullBitmap = validity.subarray(from >> 3, (to + 7) >> 3);
  let valid = 0;
  for (const byte of nullBitmap) {
    for (let bits = byte; bits !== 0; bits &= bits - 1) valid++;
  }
  return valid === to - from ? { nullCount: 0 } : { nullCount: to - from - valid, nullBitmap };
}

function textVector(column: Column, texts: readonly string[]): Vector<Utf8> {
  return new Vector([textData(column, texts, { nullCount: 0 })]);
}

function textData(column: Column, texts: readonly string[], nulls: Nulls): Data<Utf8> {
  const valueOffsets = new Int32Array(texts.length + 1);
  let size = 0;
  for (let row = 0; row < texts.length; row++) {
    size += Buffer.byteLength(texts[row]!);
    if (size > 0x7fffffff) {
      throw new ProuieError(
        'PROUIE_TABLE_SIZE',
        `The column "${column.name}" has over 2 GiB of text in ${row + 1} rows.`,
        {
          hint: 'Split the table, or keep long texts as files.',
        },
      );
    }
    valueOffsets[row + 1] = size;
  }
  const bytes = Buffer.alloc(size);
  for (let row = 0; row < texts.length; row++) bytes.write(texts[row]!, valueOffsets[row]!);
  return makeData({ type: new Utf8(), length: texts.length, ...nulls, valueOffsets, data: bytes });
}
