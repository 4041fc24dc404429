import { closeSync, openSync, readSync } from 'node:fs';

const CHUNK_BYTES = 1 << 20;
const NEWLINE = 0x0a;

/** Reads a file that grows: each call gives the whole lines that came since the last one. */
export class LineTail {
  readonly #path: string;
  #offset = 0;
  #rest: Buffer = Buffer.alloc(0);

  constructor(path: string) {
    this.#path = path;
  }

  /** Lines without their ends; one that is not whole yet is waited for. None where there is no file yet. */
  read(): readonly string[] {
    const fresh = this.#readOn();
    if (fresh.length === 0) return [];
    const bytes = Buffer.concat([this.#rest, fresh]);
    const end = bytes.lastIndexOf(NEWLINE) + 1;
    this.#rest = bytes.subarray(end);
    return end === 0 ? [] : bytes.toString('utf8', 0, end - 1).split('\n');
  }

  #readOn(): Buffer {
    let file: number;
    try {
      file = openSync(this.#path, 'r');
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0);
      throw cause;
    }
    try {
      const chunks: Buffer[] = [];
      for (;;) {
        const chunk = Buffer.alloc(CHUNK_BYTES);
        const length = readSync(file, chunk, 0, CHUNK_BYTES, this.#offset);
        if (length === 0) return Buffer.concat(chunks);
        this.#offset += length;
        chunks.push(chunk.subarray(0, length));
      }
    } finally {
      closeSync(file);
    }
  }
}
