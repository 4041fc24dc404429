/** Plain values as the buffers of an Arrow column: numbers, bits, dictionary ids, and which rows hold a value. */
import { ProuieError } from '../errors.ts';
import type { Column } from './arrow-schema.ts';

export type FixedValues = Float32Array | Float64Array | Int32Array | BigInt64Array;

/** A column of the whole table. Under a null stands a zero, `false`, the dictionary id 0 or the empty string. */
export interface EncodedColumn {
  /** Numbers or dictionary ids; bits, the lowest first, of a bool column; texts of a utf8 column. */
  readonly values: FixedValues | Uint8Array | readonly string[];
  /** One bit a row, the lowest first, set where there is a value; absent when every row has one. */
  readonly validity: Uint8Array | undefined;
  /** The texts of a dictionary column in the order of their first row. */
  readonly dictionary: readonly string[] | undefined;
}

/**
 * Every NaN is written with the same bits, and a lone surrogate as U+FFFD, which is what UTF-8 makes of it.
 *
 * @throws ProuieError PROUIE_TABLE_NULL for a null in a column that allows none, PROUIE_TABLE_VALUE for a value of
 *   another type or out of the type's range; both name the column and the row, counted from 0
 */
export function encodeColumn(column: Column, values: ArrayLike<unknown>): EncodedColumn {
  const validity = encodeValidity(column, values);
  switch (column.type) {
    case 'float32':
      return {
        values: encodeFloats(column, values, new Float32Array(values.length)),
        validity,
        dictionary: undefined,
      };
    case 'float64':
      return {
        values: encodeFloats(column, values, new Float64Array(values.length)),
        validity,
        dictionary: undefined,
      };
    case 'int32':
      return { values: encodeIntegers(column, values), validity, dictionary: undefined };
    case 'int64':
      return { values: encodeBigIntegers(column, values), validity, dictionary: undefined };
    case 'bool':
      return { values: encodeBits(column, values), validity, dictionary: undefined };
    case 'utf8':
      return { values: encodeTexts(column, values), validity, dictionary: undefined };
    case 'dictionary':
      return { ...encodeDictionary(column, values), validity };
  }
}

function isMissing(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

function encodeValidity(column: Column, values: ArrayLike<unknown>): Uint8Array | undefined {
  if (ArrayBuffer.isView(values)) return undefined;
  let bits: Uint8Array | undefined;
  for (let row = 0; row < values.length; row++) {
    if (!isMissing(values[row])) continue;
    if (column.nullable !== true) {
      throw new ProuieError('PROUIE_TABLE_NULL', `Row ${row} of the column "${column.name}" has no value.`, {
        hint: 'Declare the column nullable, or give every row a value.',
      });
    }
    bits ??= new Uint8Array((values.length + 7) >> 3).fill(255);
    bits[row >> 3]! &= ~(1 << (row & 7));
  }
  const last = values.length & 7;
  if (bits !== undefined && last > 0) bits[bits.length - 1]! &= (1 << last) - 1;
  return bits;
}

function encodeFloats<T extends Float32Array | Float64Array>(
  column: Column,
  values: ArrayLike<unknown>,
  encoded: T,
): T {
  if (values instanceof Float32Array || values instanceof Float64Array) {
    encoded.set(values);
  } else {
    for (let row = 0; row < values.length; row++) {
      const value = values[row];
      if (typeof value === 'number') encoded[row] = value;
      else if (!isMissing(value)) throw wrongValue(column, row, value);
    }
  }
  const words = new Uint32Array(encoded.buffer);
  const wide = encoded.BYTES_PER_ELEMENT === 8;
  for (let row = 0; row < encoded.length; row++) {
    if (!Number.isNaN(encoded[row])) continue;
    if (wide) {
      words[2 * row] = 0;
      words[2 * row + 1] = 0x7ff80000;
    } else {
      words[row] = 0x7fc00000;
    }
  }
  return encoded;
}

function encodeIntegers(column: Column, values: ArrayLike<unknown>): Int32Array {
  if (values instanceof Int32Array) return values.slice();
  const encoded = new Int32Array(values.length);
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    if (isMissing(value)) continue;
    if (typeof value !== 'number' || (value | 0) !== value) throw wrongValue(column, row, value);
    encoded[row] = value;
  }
  return encoded;
}

function encodeBigIntegers(column: Column, values: ArrayLike<unknown>): BigInt64Array {
  if (values instanceof BigInt64Array) return values.slice();
  const encoded = new BigInt64Array(values.length);
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    if (isMissing(value)) continue;
    const exact = typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : value;
    if (typeof exact !== 'bigint' || BigInt.asIntN(64, exact) !== exact) throw wrongValue(column, row, value);
    encoded[row] = exact;
  }
  return encoded;
}

function encodeBits(column: Column, values: ArrayLike<unknown>): Uint8Array {
  const encoded = new Uint8Array((values.length + 7) >> 3);
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    if (value === true) encoded[row >> 3]! |= 1 << (row & 7);
    else if (value !== false && !isMissing(value)) throw wrongValue(column, row, value);
  }
  return encoded;
}

function encodeTexts(column: Column, values: ArrayLike<unknown>): readonly string[] {
  return Array.from(values, (value, row) => {
    if (typeof value === 'string') return value;
    if (isMissing(value)) return '';
    throw wrongValue(column, row, value);
  });
}

function encodeDictionary(
  column: Column,
  values: ArrayLike<unknown>,
): { readonly values: Int32Array; readonly dictionary: readonly string[] } {
  const encoded = new Int32Array(values.length);
  const ids = new Map<string, number>();
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    if (isMissing(value)) continue;
    if (typeof value !== 'string') throw wrongValue(column, row, value);
    let id = ids.get(value);
    if (id === undefined) {
      const text = wellFormed(value);
      id = ids.get(text) ?? ids.size;
      ids.set(text, id);
    }
    encoded[row] = id;
  }
  return { values: encoded, dictionary: [...ids.keys()] };
}

/** Texts that UTF-8 cannot tell apart must share a dictionary id. */
function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd');
}

function wrongValue(column: Column, row: number, value: unknown): ProuieError {
  const shown = typeof value === 'string' ? JSON.stringify(value) : String(value);
  return new ProuieError(
    'PROUIE_TABLE_VALUE',
    `Row ${row} of the column "${column.name}" is ${shown.slice(0, 80)} (${typeof value}), which is no ${column.type}.`,
    { hint: 'Convert the value, or declare the column with another type.' },
  );
}
