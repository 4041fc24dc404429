import type { Location } from '../errors.ts';
import { malformed } from './malformed.ts';
import { type Source, withoutMark } from './source.ts';

/** The text of one JSON value of a file. */
export interface JsonElement {
  readonly text: string;
  /** Where it begins. */
  readonly location: Location;
  /** Its number in the file, from 1. */
  readonly number: number;
  /** Which of the inner arrays it stands in, from 0; 0 where there are none. */
  readonly list: number;
}

/**
 * Cuts a file into JSON values without holding more than one of them. `depth` says where these stand: 0, one behind the
 * other, arrays and objects with nothing but white space between them; 1, as elements of one array; 2, as elements of the
 * arrays that are the elements of one array. The values themselves are not checked.
 *
 * @throws ProuieError PROUIE_CORPUS_MALFORMED with file, line and column
 */
export async function* cutElements(source: Source, depth: 0 | 1 | 2): AsyncGenerator<JsonElement> {
  /** How many of the enclosing arrays are open; -1 behind the last of them. */
  let level = 0;
  /** What stands before: nothing in this array, a comma, or a whole value. */
  let before = 'nothing' as 'nothing' | 'comma' | 'value';
  let line = 1;
  let column = 0;
  let list = -1;
  let number = 0;
  let begun: string[] | undefined;
  let start: Location = { file: source.path, line, column: 1 };
  let open = 0;
  let quoted = false;
  let escaped = false;
  const here = (): Location => ({ file: source.path, line, column });
  const finish = (rest: string): JsonElement => {
    const text = begun!.length === 0 ? rest : begun!.join('') + rest;
    begun = undefined;
    return { text, location: start, number: ++number, list: Math.max(list, 0) };
  };
  const close = (): void => {
    level = level === 1 ? -1 : level - 1;
    before = 'value';
  };
  for await (const chunk of withoutMark(source.chunks())) {
    let from = 0;
    for (let index = 0; index < chunk.length; index++) {
      const code = chunk.charCodeAt(index);
      if (code === LINE_FEED) {
        line++;
        column = 0;
      } else {
        column++;
      }
      if (begun !== undefined) {
        if (quoted) {
          if (escaped) escaped = false;
          else if (code === BACKSLASH) escaped = true;
          else if (code === QUOTE) quoted = false;
        } else if (code === QUOTE) {
          quoted = true;
        } else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
          open++;
        } else if (open > 0 && (code === CLOSE_BRACE || code === CLOSE_BRACKET)) {
          open--;
          if (open === 0 && depth === 0) yield finish(chunk.slice(from, index + 1));
        } else if (open === 0 && (code === COMMA || code === CLOSE_BRACKET)) {
          yield finish(chunk.slice(from, index));
          if (code === COMMA) before = 'comma';
          else close();
        }
        continue;
      }
      if (code <= BLANK) continue;
      if (level > 0 && code === COMMA && before === 'value') {
        before = 'comma';
      } else if (level > 0 && code === CLOSE_BRACKET && before !== 'comma') {
        close();
      } else if (level >= 0 && level < depth && code === OPEN_BRACKET && before !== 'value') {
        level++;
        before = 'nothing';
        if (level === 2) list++;
      } else if (level === depth && before !== 'value' && isStart(code, depth)) {
        begun = [];
        start = here();
        from = index;
        quoted = code === QUOTE;
        escaped = false;
        open = code === OPEN_BRACE || code === OPEN_BRACKET ? 1 : 0;
      } else {
        throw malformed(level > 0 && before === 'value' ? EXPECTED_COMMA : expected(level, depth), here());
      }
    }
    if (begun !== undefined) begun.push(chunk.slice(from));
  }
  if (begun !== undefined) throw malformed(`Record ${number + 1} breaks off at the end of the file.`, start);
  if (depth > 0 && level !== -1)
    throw malformed('Expected a JSON array, and its `]` at the end of the file.', here());
}

const EXPECTED_COMMA = 'Expected `,` or `]` between the arrays of the JSON array.';

const LINE_FEED = 10;
const BLANK = 32;
const QUOTE = 34;
const COMMA = 44;
const OPEN_BRACKET = 91;
const BACKSLASH = 92;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

/** Whether a value may begin so; between values without an array around them a number would have no end. */
function isStart(code: number, depth: number): boolean {
  if (depth === 0) return code === OPEN_BRACE || code === OPEN_BRACKET;
  return code !== COMMA && code !== CLOSE_BRACKET;
}

function expected(level: number, depth: number): string {
  if (depth === 0) return 'Expected a JSON object.';
  if (level < 0) return 'Expected nothing behind the `]` that ends the JSON array.';
  if (level === 0) return 'Expected `[`: the file has to be one JSON array.';
  if (level < depth) return 'Expected `[`: the elements of the JSON array have to be arrays.';
  return 'Expected a record of the JSON array.';
}
