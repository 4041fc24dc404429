import { isAscii } from 'node:buffer';
import { ProuieError } from '../errors.ts';
import {
  type ArrowBatch,
  type ArrowField,
  type ArrowFile,
  BrokenFile,
  type IntegerType,
  readArrowFile,
  TYPE,
} from './arrow-messages.ts';
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

type Values = readonly unknown[] | Float32Array | Float64Array | Int32Array | BigInt64Array;

/** A column's part in one batch. */
interface Piece {
  readonly rows: number;
  readonly nulls: number;
  /** A bit a row, 1 where it has a value; may be empty where all have one. */
  readonly validity: Uint8Array;
  readonly buffers: readonly Uint8Array[];
  readonly index: IntegerType | undefined;
  /** The texts of a dictionary. */
  readonly texts: readonly string[];
}

/** For each column its pieces, one a batch. */
function piecesOf(
  { fields, dictionaries, batches }: ArrowFile,
  { columns }: TableSchema,
): readonly Piece[][] {
  const textsOf = new Map<number, string[]>();
  for (const { id, batch } of dictionaries) {
    const texts = textsOf.get(id) ?? [];
    textsOf.set(id, texts);
    for (const text of readTexts(batch.rows, batch.buffers[1], batch.buffers[2])) texts.push(text);
  }
  const pieces: Piece[][] = columns.map(() => []);
  for (const batch of batches) {
    let buffer = 0;
    columns.forEach(({ type }, index) => {
      const { dictionary } = fields[index]!;
      const buffers = batch.buffers.slice(buffer, (buffer += type === 'utf8' ? 3 : 2));
      pieces[index]!.push(
        pieceOf(batch, index, buffers, dictionary?.index, textsOf.get(dictionary?.id ?? -1)),
      );
    });
  }
  return pieces;
}

function pieceOf(
  { rows, nodes }: ArrowBatch,
  index: number,
  [validity, ...buffers]: readonly Uint8Array[],
  ids: IntegerType | undefined,
  texts: readonly string[] = [],
): Piece {
  const node = nodes[index];
  if (validity === undefined || node?.rows !== rows)
    throw new BrokenFile(`a batch lacks its column ${index + 1}`);
  if (node.nulls > 0 && validity.length < (rows + 7) >> 3) throw new BrokenFile('a column lacks its nulls');
  return { rows, nulls: node.nulls, validity, buffers, index: ids, texts };
}

function readColumn(column: Column, pieces: readonly Piece[], rows: number): Values {
  const dense = readDense(column.type, pieces, rows);
  if (column.nullable !== true) {
    if (pieces.some((piece) => piece.nulls > 0))
      throw new BrokenFile(`the column "${column.name}" has nulls that it does not allow`);
    return dense;
  }
  const values: unknown[] = Array.from(dense as ArrayLike<unknown>);
  let start = 0;
  for (const piece of pieces) {
    if (piece.nulls > 0) {
      for (let row = 0; row < piece.rows; row++) if (!isSet(piece.validity, row)) values[start + row] = null;
    }
    start += piece.rows;
  }
  return values;
}

function isSet(bits: Uint8Array, row: number): boolean {
  return ((bits[row >> 3]! >> (row & 7)) & 1) === 1;
}

function readDense(type: ColumnType, pieces: readonly Piece[], rows: number): Values {
  switch (type) {
    case 'float32':
      return readNumbers(Float32Array, pieces, rows);
    case 'float64':
      return readNumbers(Float64Array, pieces, rows);
    case 'int32':
      return readNumbers(Int32Array, pieces, rows);
    case 'int64':
      return readNumbers(BigInt64Array, pieces, rows);
    case 'bool':
      return pieces.flatMap(readBits);
    case 'utf8':
      return pieces.length === 1 ? textsOfPiece(pieces[0]!) : pieces.flatMap(textsOfPiece);
    case 'dictionary':
      return pieces.length === 1 ? readDictionary(pieces[0]!) : pieces.flatMap(readDictionary);
  }
}

interface NumberArray {
  readonly length: number;
  set(values: this, offset: number): void;
}

interface NumberArrayType<T> {
  readonly BYTES_PER_ELEMENT: number;
  new (length: number): T;
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): T;
}

function readNumbers<T extends NumberArray>(
  type: NumberArrayType<T>,
  pieces: readonly Piece[],
  rows: number,
): T {
  const views = pieces.map(({ rows: length, buffers }) => viewOf(type, buffers[0], length));
  if (views.length === 1) return views[0]!;
  const joined = new type(rows);
  let start = 0;
  for (const view of views) {
    joined.set(view, start);
    start += view.length;
  }
  return joined;
}

function viewOf<T>(type: NumberArrayType<T>, bytes: Uint8Array | undefined, length: number): T {
  if (bytes === undefined || bytes.length < length * type.BYTES_PER_ELEMENT)
    throw new BrokenFile('a column lacks values');
  return new type(bytes.buffer, bytes.byteOffset, length);
}

function readBits({ rows, buffers: [bits] }: Piece): boolean[] {
  if (bits === undefined || bits.length < (rows + 7) >> 3) throw new BrokenFile('a column lacks values');
  return Array.from({ length: rows }, (_, row) => isSet(bits, row));
}

function textsOfPiece({ rows, buffers: [offsets, bytes] }: Piece): string[] {
  return readTexts(rows, offsets, bytes);
}

/** @param offsets where each text begins and the last one ends; may be empty where there is none */
function readTexts(rows: number, offsets: Uint8Array | undefined, bytes: Uint8Array | undefined): string[] {
  if (rows === 0) return [];
  const places = viewOf(Int32Array, offsets, rows + 1);
  if (bytes === undefined || places[rows]! > bytes.length) throw new BrokenFile('a column lacks text');
  const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // Cut from one text, which is much quicker; where a character takes several bytes, each is decoded by itself.
  const whole = isAscii(content) ? content.toString('latin1', 0, places[rows]!) : undefined;
  return Array.from({ length: rows }, (_, row) => {
    const [from, to] = [places[row]!, places[row + 1]!];
    if (from < 0 || to < from) throw new BrokenFile('a text ends before it begins');
    return whole === undefined ? content.toString('utf8', from, to) : whole.slice(from, to);
  });
}

function readDictionary(piece: Piece): string[] {
  const { rows, texts, nulls, validity } = piece;
  const ids = idsOf(piece);
  return Array.from({ length: rows }, (_, row) => {
    const text = texts[ids[row]!];
    if (text !== undefined) return text;
    if (nulls > 0 && !isSet(validity, row)) return '';
    throw new BrokenFile(`row ${row} has the dictionary id ${ids[row]} of ${texts.length}`);
  });
}

function idsOf({ rows, index, buffers: [bytes] }: Piece): ArrayLike<number> {
  switch (index?.bits) {
    case 8:
      return index.signed ? viewOf(Int8Array, bytes, rows) : viewOf(Uint8Array, bytes, rows);
    case 16:
      return index.signed ? viewOf(Int16Array, bytes, rows) : viewOf(Uint16Array, bytes, rows);
    case 32:
      return index.signed ? viewOf(Int32Array, bytes, rows) : viewOf(Uint32Array, bytes, rows);
    default:
      throw new BrokenFile(`dictionary ids have ${index?.bits} bits`);
  }
}
