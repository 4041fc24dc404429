/** A stream cut into lines before anything is decoded, so that one broken line spoils no other. */
import type { Readable } from 'node:stream';

/** A line without its end. */
export interface ByteLine {
  /** From 1. */
  readonly number: number;
  /** Bytes. */
  readonly size: number;
  /** Undefined for a line that is longer than the limit, which is not held in memory. */
  readonly bytes: Buffer | undefined;
}

const NEWLINE = 10;
const BYTE_ORDER_MARK = /* @__PURE__ */ Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * The lines that arrive together, again and again. A last line without an end is a line; a byte order mark at the
 * beginning is dropped.
 *
 * @param longest bytes of a line at most
 */
export async function* readByteLines(
  stream: Readable,
  longest: number,
): AsyncGenerator<readonly ByteLine[], void, undefined> {
  const cutter = new LineCutter(longest);
  for await (const chunk of stream as AsyncIterable<Buffer | string>) {
    const lines = cutter.cut(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
    if (lines.length > 0) yield lines;
  }
  const last = cutter.end();
  if (last !== undefined) yield [last];
}

/** Holds the line that has begun and not yet ended. */
class LineCutter {
  readonly #longest: number;
  #parts: Buffer[] = [];
  /** Bytes of the open line, also where they are no longer held. */
  #size = 0;
  #number = 1;

  constructor(longest: number) {
    this.#longest = longest;
  }

  cut(chunk: Buffer): ByteLine[] {
    const lines: ByteLine[] = [];
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      this.#add(chunk.subarray(start, end));
      lines.push(this.#close());
      start = end + 1;
    }
    if (start < chunk.length) this.#add(chunk.subarray(start));
    return lines;
  }

  end(): ByteLine | undefined {
    return this.#size > 0 ? this.#close() : undefined;
  }

  #add(part: Buffer): void {
    this.#size += part.length;
    if (this.#size > this.#longest) this.#parts = [];
    else this.#parts.push(part);
  }

  #close(): ByteLine {
    const number = this.#number++;
    const bytes = this.#size > this.#longest ? undefined : joined(this.#parts);
    const line = { number, size: this.#size, bytes: number === 1 ? withoutMark(bytes) : bytes };
    this.#parts = [];
    this.#size = 0;
    return line;
  }
}

function joined(parts: readonly Buffer[]): Buffer {
  return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
}

function withoutMark(bytes: Buffer | undefined): Buffer | undefined {
  const isMarked = bytes?.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK) === true;
  return isMarked ? bytes.subarray(BYTE_ORDER_MARK.length) : bytes;
}
