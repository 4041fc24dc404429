import type { z } from 'zod';
import type { Location } from '../errors.ts';
import { formatPath } from '../value-path.ts';
import { cutElements, type JsonElement } from './json-elements.ts';
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
  for await (const element of cutElements(source, 1)) yield recordOf(element);
}

/**
 * The records of a file that is one JSON array, or has a JSON value a line, whichever its first character says.
 *
 * @throws ProuieError PROUIE_CORPUS_MALFORMED with file and line
 */
export async function* readJsonRecords(source: Source): AsyncGenerator<JsonRecord> {
  yield* (await firstCharacter(source)) === '[' ? readJsonArray(source) : readJsonLines(source);
}

/**
 * The documents of a file: JSON objects one behind the other, on as many lines as they like, or one JSON array of them.
 *
 * @throws ProuieError PROUIE_CORPUS_MALFORMED with file, line and column of the document
 */
export async function* readJsonDocuments(source: Source): AsyncGenerator<JsonRecord> {
  const depth = (await firstCharacter(source)) === '[' ? 1 : 0;
  for await (const element of cutElements(source, depth)) yield recordOf(element);
}

/** The first character of a source that is no white space; the empty string where there is none. */
export async function firstCharacter(source: Source): Promise<string> {
  for await (const chunk of withoutMark(source.chunks())) {
    const found = /\S/.exec(chunk);
    if (found !== null) return found[0];
  }
  return '';
}

/** @throws ProuieError PROUIE_CORPUS_MALFORMED when the element's text is no JSON */
export function recordOf({ text, location, number }: JsonElement): JsonRecord {
  return { location, value: parseJson(text, location, `record ${number}`) };
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

/** @throws ProuieError PROUIE_CORPUS_MALFORMED that says `what` is no JSON, and why */
export function parseJson(text: string, location: Location, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw malformed(`Expected JSON, but ${what} is not: ${reason}.`, location, undefined, cause);
  }
}
