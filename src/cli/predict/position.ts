/** How far a prediction is, with digests of what went in and came out so far. */
import { createHash, type Hash } from 'node:crypto';
import type { ByteLine } from './byte-lines.ts';

export interface Position {
  /** Lines of the input that were read, also those that ask nothing. */
  readonly lines: number;
  /** Lines of the output. */
  readonly texts: number;
  /** How many of them hold an error, by its code. */
  readonly failures: { readonly [code: string]: number };
  /** Bytes of the output. */
  readonly bytes: number;
  /** sha256 of the input's lines, each with `\n`; of one that was too long to be held, of its size. */
  readonly input: string;
  /** sha256 of the output. */
  readonly output: string;
}

/** Follows input and output; its position can be told at any line. */
export class PositionTracker {
  readonly #input: Hash = createHash('sha256');
  readonly #output: Hash = createHash('sha256');
  #lines = 0;
  #texts = 0;
  #bytes = 0;
  #failures: { [code: string]: number } = {};

  readLine({ bytes, size }: ByteLine): void {
    this.#lines++;
    this.#input.update(bytes ?? `\u0000${size}`);
    this.#input.update('\n');
  }

  /** A line of the output. @param failed the code of the error that it holds */
  answered(failed: string | undefined): void {
    this.#texts++;
    if (failed !== undefined) this.#failures[failed] = (this.#failures[failed] ?? 0) + 1;
  }

  wrote(bytes: Uint8Array): void {
    this.#bytes += bytes.length;
    this.#output.update(bytes);
  }

  /** Takes over what was answered before; the lines it was made from are still to be read. */
  continueFrom({ texts, failures }: Position): void {
    this.#texts = texts;
    this.#failures = { ...failures };
  }

  get lines(): number {
    return this.#lines;
  }

  get texts(): number {
    return this.#texts;
  }

  get failures(): { readonly [code: string]: number } {
    return this.#failures;
  }

  position(): Position {
    return {
      lines: this.#lines,
      texts: this.#texts,
      failures: { ...this.#failures },
      bytes: this.#bytes,
      input: this.#input.copy().digest('hex'),
      output: this.#output.copy().digest('hex'),
    };
  }
}

export function countFailures(failures: { readonly [code: string]: number }): number {
  return Object.values(failures).reduce((sum, count) => sum + count, 0);
}
