import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { isProuieError, type Location, ProuieError } from '../errors.ts';
import type { OrderedJson } from '../uie/ordered-json.ts';
import type { Io } from './io.ts';
import { readJsonLines } from './json-lines.ts';

/** Writes text and, when the stream's buffer is full, waits until it has drained. */
export async function writeText(stream: Writable, text: string): Promise<void> {
  if (text !== '' && !stream.write(text)) await once(stream, 'drain');
}

/**
 * Writes one line for every JSON line of the input, in the same order and as soon as it was read, so that a program
 * at the other end of a pipe can wait for each answer. What was made before an error is written before it throws;
 * an error that does not know its place is thrown with that of the line.
 */
export async function mapJsonLines(
  file: string | undefined,
  io: Io,
  change: (value: OrderedJson, location: Location) => string,
): Promise<void> {
  for await (const lines of readJsonLines(file, io)) {
    let written = '';
    try {
      for (const { value, location } of lines) written += `${changeLine(value, location, change)}\n`;
    } finally {
      await writeText(io.stdout, written);
    }
  }
}

function changeLine(
  value: OrderedJson,
  location: Location,
  change: (value: OrderedJson, location: Location) => string,
): string {
  try {
    return change(value, location);
  } catch (cause) {
    if (!isProuieError(cause) || cause.location !== undefined) throw cause;
    throw new ProuieError(cause.code, cause.message, { hint: cause.hint, location, cause });
  }
}
