import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { ProuieError } from '../../errors.ts';

/** The last lines of a log, and the number (from 1) of the first of them in its file. */
export interface LogTail {
  readonly file: string;
  readonly firstLine: number;
  readonly lines: readonly string[];
}

/** Lines kept to look for the cause of a failure in; the cause under torchrun stands a few hundred lines from the end. */
const KEPT_LINES = 4000;
const KEPT_CHARACTERS = 2000;
const HIDDEN = '[hidden]';

/**
 * The log file of a program, written line by line as it comes. A progress bar that draws itself anew on one line gives
 * a line for `onLine` each time, and one line in the file.
 */
export class ProgramLog {
  readonly #file: string;
  readonly #descriptor: number;
  readonly #onLine: (line: string) => void;
  readonly #secrets: readonly string[];
  readonly #tail: string[] = [];
  /** Lines in the file. */
  #count: number;

  /**
   * Opens the file to append to.
   *
   * @param secrets values that are left out of every line
   */
  constructor(file: string, onLine: (line: string) => void, secrets: readonly string[] = []) {
    this.#secrets = secrets;
    this.#file = file;
    this.#onLine = onLine;
    mkdirSync(dirname(file), { recursive: true });
    this.#count = existsSync(file) ? countLines(readFileSync(file)) : 0;
    this.#descriptor = openSync(file, 'a');
  }

  /** What takes the bytes of one of the program's streams. */
  stream(): { readonly write: (bytes: Uint8Array) => void; readonly end: () => void } {
    const decoder = new TextDecoder();
    let rest = '';
    let drawn: string | undefined;
    const take = (text: string): void => {
      // A carriage return at the end may be the first half of a line's end.
      const whole = `${rest}${text}`;
      const parts = whole.split(/(\r\n|\n|\r(?!$))/);
      rest = parts.pop()!;
      for (let index = 0; index < parts.length; index += 2) {
        const line = this.#hide(parts[index]!);
        if (line !== '') this.#onLine(line);
        if (parts[index + 1] === '\r') {
          if (line !== '') drawn = line;
          continue;
        }
        this.#write(line === '' && drawn !== undefined ? drawn : line);
        drawn = undefined;
      }
    };
    return {
      write: (bytes) => take(decoder.decode(bytes, { stream: true })),
      end: () => {
        take(decoder.decode());
        const last = this.#hide(rest.replace(/\r$/, ''));
        if (last !== '') this.#onLine(last);
        const final = last === '' ? drawn : last;
        if (final !== undefined) this.#write(final);
        rest = '';
        drawn = undefined;
      },
    };
  }

  tail(): LogTail {
    return { file: this.#file, firstLine: this.#count - this.#tail.length + 1, lines: [...this.#tail] };
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  #hide(line: string): string {
    return this.#secrets.reduce((rest, secret) => rest.replaceAll(secret, HIDDEN), line);
  }

  #write(line: string): void {
    this.#count++;
    this.#tail.push(line.slice(0, KEPT_CHARACTERS));
    if (this.#tail.length > KEPT_LINES) this.#tail.shift();
    try {
      writeSync(this.#descriptor, `${line}\n`);
    } catch (cause) {
      throw new ProuieError(
        'PROUIE_LOG_WRITE',
        `The log of a program cannot be written: ${cause instanceof Error ? cause.message : String(cause)}.`,
        { hint: 'Free some space, and run again.', location: { file: this.#file }, cause },
      );
    }
  }
}

function countLines(bytes: Uint8Array): number {
  let count = 0;
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) count++;
  return count;
}
