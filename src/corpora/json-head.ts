/** What a JSON file begins with, for recognising its layout. */
import type { FileHead } from './format.ts';

type Fields = Readonly<Record<string, unknown>>;

/** How records follow one another: as elements of one array, or one behind the other (a line each, as a rule). */
export type RecordForm = 'array' | 'lines';

/**
 * The first record of a file in this form, as far as it is there; undefined when the file is no such file, or its first
 * record is no object.
 */
export function firstRecord(head: FileHead, form: RecordForm): Fields | undefined {
  const value = leadingJson(head.text ?? '');
  const record = form === 'array' ? (Array.isArray(value) ? value[0] : undefined) : value;
  return isFields(record) ? record : undefined;
}

/** Whether the first record of a file in one of these forms fits. */
export function recordFits(
  head: FileHead,
  forms: readonly RecordForm[],
  fits: (record: Fields) => boolean,
): boolean {
  return forms.some((form) => {
    const record = firstRecord(head, form);
    return record !== undefined && fits(record);
  });
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isTextList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

/** Whether a value is a list whose first element, if there is one, is an object that fits. */
export function isListOf(value: unknown, fits: (item: Fields) => boolean): boolean {
  if (!Array.isArray(value)) return false;
  return value.length === 0 || (isFields(value[0]) && fits(value[0]));
}

/**
 * The JSON array or object at the beginning of a text. Where the text breaks off, what is whole of it: open arrays and
 * objects are closed behind their last whole element. Undefined when the text does not begin with one.
 */
export function leadingJson(text: string): unknown {
  const begin = text.search(/\S/);
  if (begin < 0 || (text[begin] !== '[' && text[begin] !== '{')) return undefined;
  let closers = '';
  let cut = begin;
  let missing = '';
  for (let index = begin; index < text.length; index++) {
    const character = text[index]!;
    if (character === '"') {
      index = endOfString(text, index);
    } else if (character === '[' || character === '{') {
      closers = (character === '[' ? ']' : '}') + closers;
      [cut, missing] = [index + 1, closers];
    } else if (character === ']' || character === '}') {
      closers = closers.slice(1);
      [cut, missing] = [index + 1, closers];
      if (closers === '') break;
    } else if (character === ',') {
      [cut, missing] = [index, closers];
    }
  }
  try {
    return JSON.parse(text.slice(begin, cut) + missing);
  } catch (cause) {
    if (cause instanceof SyntaxError) return undefined;
    throw cause;
  }
}

/** The text of the first object of a JSON file. */
export interface RecordText {
  readonly text: string;
  /** Where it begins, from 1. */
  readonly line: number;
  readonly column: number;
  /** Whether it ends. */
  readonly whole: boolean;
}

/** The first object of a file that begins as JSON does; it need be none. Undefined for other files. */
export function firstRecordText(head: FileHead): RecordText | undefined {
  const text = head.text ?? '';
  const begun = /^\s*(?:\[\s*(?=\{)|(?=\{\s*(?:"|$)))/.exec(text)?.[0];
  if (begun === undefined) return undefined;
  const line = begun.split('\n').length;
  const column = begun.length - begun.lastIndexOf('\n');
  let open = 0;
  for (let index = begun.length; index < text.length; index++) {
    const character = text[index]!;
    if (character === '"') index = endOfString(text, index);
    else if (character === '[' || character === '{') open++;
    else if (character === ']' || character === '}') open--;
    if (open === 0) return { text: text.slice(begun.length, index + 1), line, column, whole: true };
  }
  return { text: text.slice(begun.length), line, column, whole: false };
}

/** The place of the quote that ends the string that begins here; the end of the text where none does. */
function endOfString(text: string, start: number): number {
  let index = start + 1;
  while (index < text.length && text[index] !== '"') index += text[index] === '\\' ? 2 : 1;
  return index;
}
