/**
 * Values of a column on their way into DuckDB, a vector at a time. A vector is filled as one piece of memory, by the C
 * interface of DuckDB, which costs a tenth of a call for every value.
 */
import { BIGINT, BOOLEAN, DOUBLE, type DuckDBType, ENUM, VARCHAR } from '@duckdb/node-api';
import duckdb, { type Vector } from '@duckdb/node-bindings';
import type { SqlType } from './relations.ts';

/** Rows of a DuckDB vector. */
export const VECTOR_ROWS = 2048;

/** Up to this many texts, an ENUM takes a byte a row. */
const ENUM_TEXTS = 255;
/** What the C interface cannot take into an ENUM: its texts end at a zero, and those that are not UTF-8 may become equal. */
const NO_ENUM_TEXT = /[\0\p{Surrogate}]/u;

/** Gathers up to `VECTOR_ROWS` values, then gives them to a vector of its type and begins anew. */
export interface ColumnBuffer {
  /** Takes the rows `from` to `to` of a table's column. Undefined counts as null. */
  readonly add: (values: ArrayLike<unknown>, from: number, to: number) => void;
  /** The type of the vector that `moveTo` fills; DuckDB turns it into that of the column. */
  readonly vectorType: () => DuckDBType;
  readonly moveTo: (vector: Vector) => void;
}

export function columnBuffer(type: SqlType): ColumnBuffer {
  switch (type) {
    case 'VARCHAR':
      return new TextBuffer();
    case 'BIGINT':
      return new FixedBuffer(BIGINT, new BigInt64Array(VECTOR_ROWS), (value) =>
        BigInt(value as number | bigint),
      );
    case 'DOUBLE':
      return new FixedBuffer(DOUBLE, new Float64Array(VECTOR_ROWS), Number);
    case 'BOOLEAN':
      return new FixedBuffer(BOOLEAN, new Uint8Array(VECTOR_ROWS), Number);
  }
}

/** A bit a row, 1 where it has a value; those of whole groups of 64 rows at a time, as DuckDB has them. */
class Validity {
  readonly #bits = new Uint8Array(VECTOR_ROWS / 8).fill(0xff);
  #hasNulls = false;

  setNull(row: number): void {
    this.#bits[row >> 3]! &= ~(1 << (row & 7));
    this.#hasNulls = true;
  }

  moveTo(vector: Vector): void {
    if (!this.#hasNulls) return;
    const { buffer, byteLength } = this.#bits;
    duckdb.vector_ensure_validity_writable(vector);
    duckdb.copy_data_to_vector_validity(vector, 0, buffer, 0, byteLength);
    this.#bits.fill(0xff);
    this.#hasNulls = false;
  }
}

type FixedValues = Float64Array<ArrayBuffer> | BigInt64Array<ArrayBuffer> | Uint8Array<ArrayBuffer>;

class FixedBuffer<Values extends FixedValues> implements ColumnBuffer {
  readonly #type: DuckDBType;
  readonly #values: Values;
  readonly #convert: (value: unknown) => Values[number];
  readonly #validity = new Validity();
  #rows = 0;

  constructor(type: DuckDBType, values: Values, convert: (value: unknown) => Values[number]) {
    this.#type = type;
    this.#values = values;
    this.#convert = convert;
  }

  add(values: ArrayLike<unknown>, from: number, to: number): void {
    if (values.constructor === this.#values.constructor) {
      // Both are typed arrays of one kind; the compiler sees a union of them.
      (this.#values as Float64Array).set((values as Float64Array).subarray(from, to), this.#rows);
      this.#rows += to - from;
      return;
    }
    for (let row = from; row < to; row++) {
      const value = values[row];
      if (value === null || value === undefined) this.#validity.setNull(this.#rows);
      else this.#values[this.#rows] = this.#convert(value);
      this.#rows++;
    }
  }

  vectorType(): DuckDBType {
    return this.#type;
  }

  moveTo(vector: Vector): void {
    const { buffer, BYTES_PER_ELEMENT } = this.#values;
    duckdb.copy_data_to_vector(vector, 0, buffer, 0, this.#rows * BYTES_PER_ELEMENT);
    this.#validity.moveTo(vector);
    this.#rows = 0;
  }
}

/** Texts by their numbers: most columns of text repeat few of them. */
class TextBuffer implements ColumnBuffer {
  readonly #numbers = new Map<string, number>();
  readonly #rowNumbers = new Uint16Array(VECTOR_ROWS);
  readonly #validity = new Validity();
  #rows = 0;

  add(values: ArrayLike<unknown>, from: number, to: number): void {
    for (let row = from; row < to; row++) {
      const value = values[row];
      if (value === null || value === undefined) {
        this.#validity.setNull(this.#rows);
        this.#rowNumbers[this.#rows++] = 0;
      } else this.#rowNumbers[this.#rows++] = this.#numberOf(String(value));
    }
  }

  #numberOf(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    this.#numbers.set(text, this.#numbers.size);
    return this.#numbers.size - 1;
  }

  vectorType(): DuckDBType {
    return this.#isEnum() ? ENUM([...this.#numbers.keys()]) : VARCHAR;
  }

  #isEnum(): boolean {
    const { size } = this.#numbers;
    if (size === 0 || size > ENUM_TEXTS || size > this.#rows / 2) return false;
    return ![...this.#numbers.keys()].some((text) => NO_ENUM_TEXT.test(text));
  }

  moveTo(vector: Vector): void {
    const numbers = this.#rowNumbers.subarray(0, this.#rows);
    if (this.#isEnum()) {
      duckdb.copy_data_to_vector(vector, 0, Uint8Array.from(numbers).buffer, 0, numbers.length);
    } else {
      // Under a null stands the first text, or none.
      const texts = [...this.#numbers.keys(), ''];
      for (const [row, number] of numbers.entries())
        duckdb.vector_assign_string_element(vector, row, texts[number]!);
    }
    this.#validity.moveTo(vector);
    this.#numbers.clear();
    this.#rows = 0;
  }
}
