/** Where texts come from: a file, standard input, or the command line. */
import { createReadStream, fstatSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Readable } from 'node:stream';
import type { Io } from '../io.ts';
import { readError } from '../read-error.ts';
import { isTerminal } from '../terminal.ts';
import { type ByteLine, readByteLines } from './byte-lines.ts';
import { LONGEST_LINE } from './request.ts';

export interface TextInput {
  readonly lines: AsyncIterable<readonly ByteLine[]>;
  /** Bytes, of a regular file. */
  readonly size: number | undefined;
  /** Ends `lines` early. */
  stop(): void;
}

/** A text given as a word. */
export function wordInput(text: string): TextInput {
  const bytes = Buffer.from(text);
  const lines = async function* (): AsyncGenerator<readonly ByteLine[]> {
    yield [{ number: 1, size: bytes.length, bytes }];
  };
  return { lines: lines(), size: undefined, stop: () => undefined };
}

/**
 * The lines of `file`, or of standard input where it is `-` or left out.
 *
 * @throws ProuieError PROUIE_CANNOT_READ, also while its lines are read
 */
export function streamInput(file: string | undefined, io: Io): TextInput {
  const isStandard = file === undefined || file === '-';
  if (file === undefined && isTerminal(io.stdin)) io.stderr.write('reading standard input\n');
  const name = isStandard ? '<stdin>' : file;
  const stream = isStandard ? io.stdin : createReadStream(resolve(io.cwd, file), { highWaterMark: 1 << 18 });
  let isStopped = false;
  return {
    lines: guardedLines(stream, name, () => isStopped),
    size: sizeOf(isStandard ? (io.stdin as { readonly fd?: number }).fd : resolve(io.cwd, file)),
    stop: () => {
      isStopped = true;
      stream.destroy();
    },
  };
}

async function* guardedLines(
  stream: Readable,
  name: string,
  isStopped: () => boolean,
): AsyncGenerator<readonly ByteLine[]> {
  try {
    yield* readByteLines(stream, LONGEST_LINE);
  } catch (cause) {
    if (isStopped()) return;
    throw readError(name, name, cause);
  }
}

/** Undefined for a pipe, a terminal, and what is not there. */
function sizeOf(place: string | number | undefined): number | undefined {
  if (place === undefined) return undefined;
  const stat = typeof place === 'number' ? fstatSync(place) : statSync(place, { throwIfNoEntry: false });
  return stat?.isFile() === true ? stat.size : undefined;
}
