/** JSONL in: a file or standard input, streamed in batches of lines; errors name file and line. */
import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { type Location, ProuieError } from '../errors.ts';
import { type OrderedJson, readJson } from '../uie/ordered-json.ts';
import type { Io } from './io.ts';
import { readError } from './read-error.ts';
import { isTerminal } from './terminal.ts';

export interface JsonLine {
  readonly value: OrderedJson;
  readonly location: Location;
}

/** The name that errors give to standard input. */
const STANDARD_INPUT = '<stdin>';

/**
 * The lines of `file` (standard input where it is `-` or left out), as many at a time as arrive together. A line is
 * parsed when it is asked for, so the lines before a bad one are there before it throws. Lines of white space are
 * passed over.
 *
 * @throws ProuieError PROUIE_JSON, PROUIE_NOT_UTF8, PROUIE_CANNOT_READ
 */
export async function* readJsonLines(file: string | undefined, io: Io): AsyncGenerator<Iterable<JsonLine>> {
  const fromStandardInput = file === undefined || file === '-';
  const name = fromStandardInput ? STANDARD_INPUT : file;
  const stream = fromStandardInput
    ? io.stdin
    : createReadStream(resolve(io.cwd, file), { highWaterMark: 1 << 18 });
  if (file === undefined && isTerminal(io.stdin)) {
    io.stderr.write('reading standard input\n');
  }
  let line = 1;
  for await (const texts of readLines(stream, name)) {
    yield parseLines(texts, name, line);
    line += texts.length;
  }
}

/** All records of a file, and where each stands. */
export interface CollectedRecords<T> {
  readonly records: readonly T[];
  readonly locate: (index: number) => Location;
}

/** All records of a file, with the place of each. */
export async function collectRecords<T>(
  file: string | undefined,
  io: Io,
  read: (value: OrderedJson, location: Location) => T,
): Promise<CollectedRecords<T>> {
  const records: T[] = [];
  const locations: Location[] = [];
  for await (const lines of readJsonLines(file, io)) {
    for (const { value, location } of lines) {
      records.push(read(value, location));
      locations.push(location);
    }
  }
  return { records, locate: (index) => locations[index] ?? {} };
}

function* parseLines(texts: readonly string[], name: string, first: number): Generator<JsonLine> {
  for (const [index, text] of texts.entries()) {
    if (text.trim() === '') continue;
    const location = { file: name, line: first + index };
    yield { value: readJson(text, location), location };
  }
}

/** Lines without their ends. A byte order mark at the beginning is dropped. */
async function* readLines(stream: Readable, name: string): AsyncGenerator<readonly string[]> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest = '';
  let line = 1;
  const decode = (chunk: Buffer | string | undefined): string => {
    if (typeof chunk === 'string') return chunk;
    try {
      return decoder.decode(chunk, { stream: chunk !== undefined });
    } catch (cause) {
      throw new ProuieError('PROUIE_NOT_UTF8', 'This is not UTF-8 text.', {
        location: { file: name, line },
        hint: 'Convert the file, for example with `iconv -t UTF-8`. The error is on this line or shortly behind it.',
        cause,
      });
    }
  };
  try {
    for await (const chunk of stream as AsyncIterable<Buffer | string>) {
      const text = decode(chunk);
      if (!text.includes('\n')) {
        rest += text;
        continue;
      }
      const lines = (rest + text).split('\n');
      rest = lines.pop()!;
      line += lines.length;
      yield lines;
    }
  } catch (cause) {
    throw readError(name, name, cause);
  }
  rest += decode(undefined);
  if (rest !== '') yield [rest];
}
