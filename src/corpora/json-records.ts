import type { z } from 'zod';
import type { Location } from '../errors.ts';
import { formatPath } from '../value-path.ts';
import { malformed } from './malformed.ts';
import { readLines, type Source, withoutMark } from './source.ts';

/** A JSON value of a file, and where it begins. */
export interface JsonRecord {
  readonly location: Location;
  readonly value: unknown;
}

/**
 * The values of a JSON lines file; blank lines are skipped.
 *
 * @throws ProuieError PROUIE_CORPUS_MALFORMED with file and line
 */
export async function* readJsonLines(source: Source): AsyncGenerator<JsonRecord> {
  for await (const line of readLines(source)) {
    if (line.text.trim() === '') continue;
    const location = { file: source.path, line: line.number };
    yield { location, value: parseJson(line.text, location, 'this line') };
  }
}

/**
 * The elements of a file that is one JSON array, one at a time: only the text of a single element is held.
 *
 * @throws ProuieError PROUIE_CORPUS_MALFORMED with file, line and column of the element
 */
export async function* readJsonArray(source: Source): AsyncGenerator<JsonRecord> {
  let state = 'before' as keyof typeof EXPECTED;
  let line = 1;
  let column = 0;
  let start: Location = { file: source.path, line, column: 1 };
  let element = '';
  let depth = 0;
  let quoted = false;
  let escaped = false;
  let count = 0;
  const here = (): Location => ({ file: source.path, line, column });
  const finish = (): JsonRecord => {
    count++;
    state = 'between';
    const record = { location: start, value: parseJson(element, start, `record ${count}`) };
    element = '';
    return record;
  };
  for await (const chunk of withoutMark(source.chunks())) {
    let from = 0;
    for (let index = 0; index < chunk.length; index++) {
      const code = chunk.charCodeAt(index);
      if (code === 10) {
        line++;
        column = 0;
      } else {
        column++;
      }
      if (state === 'inside') {
        if (quoted) {
          if (escaped) escaped = false;
          else if (code === BACKSLASH) escaped = true;
          else if (code === QUOTE) quoted = false;
        } else if (code === QUOTE) {
          quoted = true;
        } else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
          depth++;
        } else if (depth > 0 && (code === CLOSE_BRACE || code === CLOSE_BRACKET)) {
          depth--;
        } else if (depth === 0 && (code === COMMA || code === CLOSE_BRACKET)) {
          element += chunk.slice(from, index);
          yield finish();
          if (code === CLOSE_BRACKET) state = 'after';
        }
        continue;
      }
      if (code <= 32) continue;
      if (state === 'before' && code === OPEN_BRACKET) {
        state = 'between';
      } else if (state === 'between' && code === CLOSE_BRACKET && count === 0) {
        state = 'after';
      } else if (state === 'between' && code !== COMMA && code !== CLOSE_BRACKET) {
        state = 'inside';
        start = here();
        from = index;
        quoted = code === QUOTE;
        depth = code === OPEN_BRACE || code === OPEN_BRACKET ? 1 : 0;
      } else {
        throw malformed(EXPECTED[state], here());
      }
    }
    if (state === 'inside') element += chunk.slice(from);
  }
  if (state === 'inside') throw malformed(`Record ${count + 1} breaks off at the end of the file.`, start);
  if (state !== 'after')
    throw malformed('Expected a JSON array, and its `]` at the end of the file.', here());
}

/**
 * The record as the schema types it.
 *
 * @throws ProuieError PROUIE_CORPUS_MALFORMED with the place and the field that does not fit
 */
export function checkRecord<T>(schema: z.ZodType<T>, record: JsonRecord): T {
  const result = schema.safeParse(record.value);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  const field = issue.path.length === 0 ? 'The record' : `\`${formatPath(issue.path)}\``;
  throw malformed(`${field} does not fit: ${issue.message}.`, record.location);
}

const QUOTE = 34;
const COMMA = 44;
const OPEN_BRACKET = 91;
const BACKSLASH = 92;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

const EXPECTED = {
  before: 'Expected `[`: the file has to be one JSON array.',
  between: 'Expected a record of the JSON array.',
  inside: 'Expected the rest of the record.',
  after: 'Expected nothing behind the `]` that ends the JSON array.',
} as const;

function parseJson(text: string, location: Location, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw malformed(`Expected JSON, but ${what} is not: ${reason}.`, location, undefined, cause);
  }
}
