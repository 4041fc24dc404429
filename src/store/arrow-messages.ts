/**
 * Arrow IPC files as the bytes that they are: the footer with its schema, and batches with the places of their buffers
 * (Arrow's `format/File.fbs`, `Schema.fbs` and `Message.fbs`). No value is read here.
 */

/** A field as the schema describes it. */
export interface ArrowField {
  readonly name: string;
  readonly nullable: boolean;
  /** Of the values; of a dictionary, of its texts. */
  readonly type: ArrowType;
  /** Undefined where values stand for themselves. */
  readonly dictionary: { readonly id: number; readonly index: IntegerType } | undefined;
}

export interface IntegerType {
  readonly bits: number;
  readonly signed: boolean;
}

/** `kind` is a number of the union `Type`. */
export interface ArrowType {
  readonly kind: number;
  readonly integer: IntegerType | undefined;
  /** Of a floating point number: 0 half, 1 single, 2 double. */
  readonly precision: number | undefined;
}

export interface ArrowBatch {
  readonly rows: number;
  /** One a field; texts and numbers have no children. */
  readonly nodes: readonly { readonly rows: number; readonly nulls: number }[];
  /** In the order of the fields: validity, then offsets of texts, then values. */
  readonly buffers: readonly Uint8Array[];
}

export interface ArrowFile {
  readonly fields: readonly ArrowField[];
  /** Of each dictionary by its id, in the order of the file; a later one goes on with an earlier one. */
  readonly dictionaries: readonly { readonly id: number; readonly batch: ArrowBatch }[];
  readonly batches: readonly ArrowBatch[];
}

/** The message says what is wrong with a file. */
export class BrokenFile extends Error {}

export const TYPE = { int: 2, floatingPoint: 3, utf8: 5, bool: 6 } as const;
const HEADER = { dictionary: 2, batch: 3 } as const;
/** `ARROW1`. */
const MAGIC = [0x41, 0x52, 0x52, 0x4f, 0x57, 0x31] as const;
/** The mark before every message of a file since Arrow 0.15. */
const CONTINUATION = 0xffffffff;
const BLOCK_BYTES = 24;
const PAIR_BYTES = 16;

/** @throws RangeError where a place lies outside of `bytes`, BrokenFile with the reason where they are no file that is read here */
export function readArrowFile(bytes: Uint8Array): ArrowFile {
  const whole = bytes.length > 12 && isMagic(bytes, 0) && isMagic(bytes, bytes.length - 6);
  if (!whole) throw new BrokenFile(`it begins or ends otherwise, in ${bytes.length} bytes`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = view.getInt32(bytes.length - 10, true);
  const footer = rootTable(view, bytes.length - 10 - size);
  const schema = footer.table(1);
  if (schema === undefined) throw new BrokenFile('its footer has no schema');
  if (schema.int16(0) !== 0) throw new BrokenFile('its numbers are big-endian');
  return {
    fields: schema.tables(1).map(readField),
    dictionaries: footer.structs(2, BLOCK_BYTES).map((at) => {
      const { header, body } = readMessage(bytes, view, at, HEADER.dictionary);
      const data = header.table(1);
      if (data === undefined) throw new BrokenFile('a dictionary has no values');
      return { id: header.int64(0), batch: readBatch(view, data, body) };
    }),
    batches: footer.structs(3, BLOCK_BYTES).map((at) => {
      const { header, body } = readMessage(bytes, view, at, HEADER.batch);
      return readBatch(view, header, body);
    }),
  };
}

function isMagic(bytes: Uint8Array, at: number): boolean {
  return MAGIC.every((code, index) => bytes[at + index] === code);
}

function readField(field: FlatTable): ArrowField {
  const kind = field.uint8(2);
  const type = field.table(3);
  const encoding = field.table(4);
  return {
    name: field.text(0),
    nullable: field.uint8(1) !== 0,
    type: {
      kind,
      integer: kind === TYPE.int ? integerOf(type) : undefined,
      precision: kind === TYPE.floatingPoint ? (type?.int16(0) ?? 0) : undefined,
    },
    dictionary:
      encoding === undefined ? undefined : { id: encoding.int64(0), index: integerOf(encoding.table(1)) },
  };
}

/** Without a type, indices are whole numbers of 32 bits. */
function integerOf(type: FlatTable | undefined): IntegerType {
  return type === undefined
    ? { bits: 32, signed: true }
    : { bits: type.int32(0), signed: type.uint8(1) !== 0 };
}

/** The message that a block of the footer leads to. */
function readMessage(bytes: Uint8Array, view: DataView, block: number, kind: number) {
  const offset = int64At(view, block);
  const metadataLength = view.getInt32(block + 8, true);
  const bodyLength = int64At(view, block + 16);
  const prefix = view.getUint32(offset, true) === CONTINUATION ? 8 : 4;
  const message = rootTable(view, offset + prefix);
  if (message.uint8(1) !== kind) throw new BrokenFile(`a message is of the kind ${message.uint8(1)}`);
  const header = message.table(2);
  if (header === undefined) throw new BrokenFile('a message has no header');
  const start = offset + metadataLength;
  if (start + bodyLength > bytes.length || start < 0) throw new BrokenFile('a batch goes beyond its end');
  return { header, body: bytes.subarray(start, start + bodyLength) };
}

function readBatch(view: DataView, batch: FlatTable, body: Uint8Array): ArrowBatch {
  if (batch.table(3) !== undefined) throw new BrokenFile('it is compressed');
  return {
    rows: batch.int64(0),
    nodes: batch
      .structs(1, PAIR_BYTES)
      .map((at) => ({ rows: int64At(view, at), nulls: int64At(view, at + 8) })),
    buffers: batch.structs(2, PAIR_BYTES).map((at) => {
      const offset = int64At(view, at);
      const end = offset + int64At(view, at + 8);
      if (end > body.length) throw new BrokenFile('a column goes beyond its batch');
      return body.subarray(offset, end);
    }),
  };
}

/** A place, a length or a name of 64 bits, by its halves: many small files are read, and BigInts cost more than they. */
function int64At(view: DataView, at: number): number {
  const value = view.getInt32(at + 4, true) * 2 ** 32 + view.getUint32(at, true);
  if (value < 0 || value > Number.MAX_SAFE_INTEGER)
    throw new BrokenFile(`it names the place ${view.getBigInt64(at, true)}`);
  return value;
}

/** A table of FlatBuffers: fields by their number, each with a value that it has where it was left out. */
class FlatTable {
  readonly #view: DataView;
  readonly #at: number;
  readonly #vtable: number;
  readonly #vtableBytes: number;

  constructor(view: DataView, at: number) {
    this.#view = view;
    this.#at = at;
    this.#vtable = at - view.getInt32(at, true);
    this.#vtableBytes = view.getUint16(this.#vtable, true);
  }

  uint8(field: number): number {
    const at = this.#place(field);
    return at === 0 ? 0 : this.#view.getUint8(at);
  }

  int16(field: number): number {
    const at = this.#place(field);
    return at === 0 ? 0 : this.#view.getInt16(at, true);
  }

  int32(field: number): number {
    const at = this.#place(field);
    return at === 0 ? 0 : this.#view.getInt32(at, true);
  }

  int64(field: number): number {
    const at = this.#place(field);
    return at === 0 ? 0 : int64At(this.#view, at);
  }

  text(field: number): string {
    const at = this.#place(field);
    if (at === 0) return '';
    const start = at + this.#view.getUint32(at, true);
    const length = this.#view.getUint32(start, true);
    const { buffer, byteOffset } = this.#view;
    return Buffer.from(buffer as ArrayBuffer, byteOffset + start + 4, length).toString('utf8');
  }

  table(field: number): FlatTable | undefined {
    const at = this.#place(field);
    return at === 0 ? undefined : new FlatTable(this.#view, at + this.#view.getUint32(at, true));
  }

  tables(field: number): readonly FlatTable[] {
    return this.structs(field, 4).map((at) => new FlatTable(this.#view, at + this.#view.getUint32(at, true)));
  }

  /** The places of a vector's elements, which have this many bytes each. */
  structs(field: number, bytes: number): readonly number[] {
    const at = this.#place(field);
    if (at === 0) return [];
    const start = at + this.#view.getUint32(at, true);
    const length = this.#view.getUint32(start, true);
    if (start + 4 + length * bytes > this.#view.byteLength)
      throw new BrokenFile('a list goes beyond its end');
    const places = new Array<number>(length);
    for (let index = 0; index < length; index++) places[index] = start + 4 + index * bytes;
    return places;
  }

  /** Where a field's value stands; 0 where it was left out. */
  #place(field: number): number {
    const entry = 4 + 2 * field;
    const offset = entry < this.#vtableBytes ? this.#view.getUint16(this.#vtable + entry, true) : 0;
    return offset === 0 ? 0 : this.#at + offset;
  }
}

function rootTable(view: DataView, at: number): FlatTable {
  return new FlatTable(view, at + view.getUint32(at, true));
}
