/** The values in the batches of an Arrow file. */
import { isAscii } from 'node:buffer';
import { type ArrowBatch, type ArrowFile, BrokenFile, type IntegerType } from './arrow-messages.ts';
import type { Column, ColumnType, TableSchema } from './arrow-schema.ts';

export type Values = readonly unknown[] | Float32Array | Float64Array | Int32Array | BigInt64Array;

/** A column's part in one batch. */
export interface Piece {
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
export function piecesOf(
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

export function readColumn(column: Column, pieces: readonly Piece[], rows: number): Values {
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
