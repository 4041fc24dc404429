/**
 * JSON whose objects keep the order of their keys, read strictly. `JSON.parse` moves names like `10` to the front;
 * here an object is a map, so every name keeps its place and `__proto__` is a name like any other.
 */
import { type Location, ProuieError } from '../errors.ts';

/** A JSON value whose objects keep the order of their keys, and numbers as keys too. */
export type OrderedJson = null | boolean | number | string | readonly OrderedJson[] | OrderedObject;
/** An object, in the order in which it was written. */
export interface OrderedObject extends ReadonlyMap<string, OrderedJson> {}

/** A value, or the 0-based offset at which the text stops being JSON and what would have been right there. */
export type JsonReading =
  | { readonly ok: true; readonly value: OrderedJson }
  | { readonly ok: false; readonly offset: number; readonly expected: string };

/** Deeper nesting is refused, so that no text can exhaust the stack. */
const DEEPEST = 1000;

interface Cursor {
  readonly text: string;
  /** Whether control characters stand anywhere in the text, inside strings or between them. */
  readonly hasControls: boolean;
  /** Where the first backslash stands that is not before the string that was read last; behind the text for none. */
  backslash: number;
  position: number;
  depth: number;
  expected: string;
}

/** The value, without throwing. Of a repeated key the last value counts, at the place of the first. */
export function tryReadJson(text: string): JsonReading {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what JSON does not allow inside strings.
  const hasControls = /[\0-\x1f]/.test(text);
  const cursor: Cursor = { text, hasControls, backslash: -1, position: 0, depth: 0, expected: '' };
  const value = readValue(cursor);
  if (value !== undefined) {
    skipBlanks(cursor);
    if (cursor.position === text.length) return { ok: true, value };
    cursor.expected = 'nothing more';
  }
  return { ok: false, offset: cursor.position, expected: cursor.expected };
}

/** @throws ProuieError PROUIE_JSON with the column, counted from 1 in UTF-16 units */
export function readJson(text: string, location: Location = {}): OrderedJson {
  const reading = tryReadJson(text);
  if (reading.ok) return reading.value;
  const found =
    reading.offset < text.length ? `"${text.slice(reading.offset, reading.offset + 12)}"` : 'the end';
  throw new ProuieError('PROUIE_JSON', `This is not JSON: expected ${reading.expected}, found ${found}.`, {
    location: { ...location, column: reading.offset + 1 },
    hint: 'Every line must hold one complete JSON value.',
  });
}

export function isOrderedObject(value: OrderedJson | undefined): value is OrderedObject {
  return value instanceof Map;
}

function fail(cursor: Cursor, position: number, expected: string): undefined {
  cursor.position = position;
  cursor.expected = expected;
  return undefined;
}

function skipBlanks(cursor: Cursor): void {
  const { text } = cursor;
  let at = cursor.position;
  for (
    let code = text.charCodeAt(at);
    code === 32 || (code >= 9 && code <= 13);
    code = text.charCodeAt(++at)
  ) {
    if (code === 11 || code === 12) break;
  }
  cursor.position = at;
}

function readValue(cursor: Cursor): OrderedJson | undefined {
  skipBlanks(cursor);
  const start = cursor.position;
  switch (cursor.text.charCodeAt(start)) {
    case 34:
      return readString(cursor);
    case 123:
      return readObject(cursor);
    case 91:
      return readArray(cursor);
    case 116:
      return readWord(cursor, 'true', true);
    case 102:
      return readWord(cursor, 'false', false);
    case 110:
      return readWord(cursor, 'null', null);
    default:
      return readNumber(cursor);
  }
}

function readWord<T>(cursor: Cursor, word: string, value: T): T | undefined {
  if (!cursor.text.startsWith(word, cursor.position)) return fail(cursor, cursor.position, 'a value');
  cursor.position += word.length;
  return value;
}

function readNumber(cursor: Cursor): number | undefined {
  const pattern = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
  pattern.lastIndex = cursor.position;
  const match = pattern.exec(cursor.text);
  if (match === null) return fail(cursor, cursor.position, 'a value');
  cursor.position = pattern.lastIndex;
  return Number(match[0]);
}

/** A string without backslashes ends at the next quote, which is found without looking at every character. */
function readString(cursor: Cursor): string | undefined {
  const { text } = cursor;
  const start = cursor.position + 1;
  const quote = cursor.hasControls ? -1 : text.indexOf('"', start);
  if (quote < 0 || nextBackslash(cursor, start) < quote) return readStringByCharacters(cursor, start);
  cursor.position = quote + 1;
  return text.slice(start, quote);
}

function nextBackslash(cursor: Cursor, from: number): number {
  if (cursor.backslash < from) {
    const found = cursor.text.indexOf('\\', from);
    cursor.backslash = found < 0 ? cursor.text.length : found;
  }
  return cursor.backslash;
}

function readStringByCharacters(cursor: Cursor, start: number): string | undefined {
  const { text } = cursor;
  for (let at = start; ; at++) {
    const code = text.charCodeAt(at);
    if (code === 34) {
      cursor.position = at + 1;
      return text.slice(start, at);
    }
    if (code === 92) return readEscapedString(cursor, start, at);
    if (!(code >= 32)) return failInString(cursor, at);
  }
}

function failInString(cursor: Cursor, at: number): undefined {
  return fail(
    cursor,
    at,
    at < cursor.text.length ? 'no control character inside a string' : 'a closing quote',
  );
}

/** The string that starts at `start` and whose first backslash is at `backslash`. */
function readEscapedString(cursor: Cursor, start: number, backslash: number): string | undefined {
  const { text } = cursor;
  let read = text.slice(start, backslash);
  let plain = backslash;
  for (let at = backslash; ; at++) {
    const code = text.charCodeAt(at);
    if (code === 34) {
      cursor.position = at + 1;
      return read + text.slice(plain, at);
    }
    if (!(code >= 32)) return failInString(cursor, at);
    if (code !== 92) continue;
    read += text.slice(plain, at);
    const letter = text.charAt(at + 1);
    if (letter === 'u') {
      const digits = text.slice(at + 2, at + 6);
      if (!/^[\da-fA-F]{4}$/.test(digits)) return fail(cursor, at, 'four hexadecimal digits behind \\u');
      read += String.fromCharCode(Number.parseInt(digits, 16));
      at += 5;
    } else {
      const place = letter === '' ? -1 : '"\\/bfnrt'.indexOf(letter);
      if (place < 0) return fail(cursor, at, 'an escape that JSON knows');
      read += '"\\/\b\f\n\r\t'.charAt(place);
      at += 1;
    }
    plain = at + 1;
  }
}

function readArray(cursor: Cursor): OrderedJson[] | undefined {
  const values: OrderedJson[] = [];
  if (++cursor.depth > DEEPEST) return fail(cursor, cursor.position, `at most ${DEEPEST} levels`);
  cursor.position++;
  skipBlanks(cursor);
  if (cursor.text.charCodeAt(cursor.position) !== 93) {
    for (;;) {
      const value = readValue(cursor);
      if (value === undefined) return undefined;
      values.push(value);
      skipBlanks(cursor);
      const code = cursor.text.charCodeAt(cursor.position);
      if (code === 93) break;
      if (code !== 44) return fail(cursor, cursor.position, '"," or "]"');
      cursor.position++;
    }
  }
  cursor.position++;
  cursor.depth--;
  return values;
}

function readObject(cursor: Cursor): OrderedObject | undefined {
  const entries = new Map<string, OrderedJson>();
  const { text } = cursor;
  if (++cursor.depth > DEEPEST) return fail(cursor, cursor.position, `at most ${DEEPEST} levels`);
  cursor.position++;
  skipBlanks(cursor);
  if (text.charCodeAt(cursor.position) !== 125) {
    for (;;) {
      skipBlanks(cursor);
      if (text.charCodeAt(cursor.position) !== 34)
        return fail(cursor, cursor.position, 'a key in double quotes');
      const key = readString(cursor);
      if (key === undefined) return undefined;
      skipBlanks(cursor);
      if (text.charCodeAt(cursor.position) !== 58) return fail(cursor, cursor.position, '":"');
      cursor.position++;
      const value = readValue(cursor);
      if (value === undefined) return undefined;
      entries.set(key, value);
      skipBlanks(cursor);
      const code = text.charCodeAt(cursor.position);
      if (code === 125) break;
      if (code !== 44) return fail(cursor, cursor.position, '"," or "}"');
      cursor.position++;
    }
  }
  cursor.position++;
  cursor.depth--;
  return entries;
}
