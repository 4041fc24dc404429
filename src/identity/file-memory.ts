import { lstatSync, readFileSync, statSync } from 'node:fs';
import { type Digest, digestOfFile } from './digest.ts';
import { seal, unseal } from './seal.ts';

/** What the file system says of a file; equal stamps mean equal content, once the stamp is old enough. */
export type Stamp = readonly [size: number, modified: number, changed: number, inode: number];

export function stampOf(path: string): Stamp | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats === undefined ? undefined : [stats.size, stats.mtimeMs, stats.ctimeMs, stats.ino];
}

/** The same without following a link; for blobs. */
export function stampOfEntry(path: string): Stamp | undefined {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  return stats === undefined ? undefined : [stats.size, stats.mtimeMs, stats.ctimeMs, stats.ino];
}

export function sameStamp(a: Stamp | undefined, b: Stamp | undefined): boolean {
  return (
    a !== undefined && b !== undefined && a[0] === b[0] && a[1] === b[1] && a[2] === b[2] && a[3] === b[3]
  );
}

/** Coarse clocks may give two writes one time stamp; a younger file than this is read again. */
const SETTLED_MILLISECONDS = 2000;

/** A stamp is proof only if the file had been left alone for a while when it was taken. */
export function isSettled(stamp: Stamp, takenAt: number): boolean {
  return takenAt - Math.max(stamp[1], stamp[2]) >= SETTLED_MILLISECONDS;
}

interface Remembered {
  readonly stamp: Stamp;
  readonly takenAt: number;
  readonly digest: Digest;
}

/** Remembers digests of files by their stamps, so that a file that did not change is not read again. */
export class FileMemory {
  readonly #known: Map<string, Remembered>;
  readonly #now: () => number;
  /** The first stamp of every file that was asked for. */
  readonly #asked = new Map<string, Stamp | undefined>();
  changed = false;

  constructor(known: Map<string, Remembered> = new Map(), now: () => number = Date.now) {
    this.#known = known;
    this.#now = now;
  }

  static load(path: string): FileMemory {
    let text: string | undefined;
    try {
      text = unseal(readFileSync(path, 'utf8'));
    } catch {
      return new FileMemory();
    }
    // Without a memory, or with one that was damaged, files are read again.
    return new FileMemory(new Map(text === undefined ? [] : (JSON.parse(text) as [string, Remembered][])));
  }

  serialise(): string {
    return seal(JSON.stringify([...this.#known]));
  }

  /**
   * All files whose digests were asked for, with stamps (undefined where there is no file): while these are the same,
   * so are the digests. `unproven` stands for a file that was so young that its stamp proves nothing.
   */
  answers(): ReadonlyMap<string, Stamp | 'unproven' | undefined> {
    const answers = new Map<string, Stamp | 'unproven' | undefined>();
    for (const [path, stamp] of this.#asked) {
      const known = this.#known.get(path);
      const isProof =
        stamp === undefined || (sameStamp(known?.stamp, stamp) && isSettled(stamp, known!.takenAt));
      answers.set(path, isProof ? stamp : 'unproven');
    }
    return answers;
  }

  /** Counts a file among those that were asked for, of which it is known that it is as it was when last looked at. */
  trust(path: string): void {
    const known = this.#known.get(path);
    if (known === undefined) this.digest(path);
    else if (!this.#asked.has(path)) this.#asked.set(path, known.stamp);
  }

  /** The digest of the file's content, or undefined where there is no file. */
  digest(path: string): Digest | undefined {
    const stamp = stampOf(path);
    if (!this.#asked.has(path)) this.#asked.set(path, stamp);
    if (stamp === undefined) return undefined;
    const known = this.#known.get(path);
    if (known !== undefined && sameStamp(known.stamp, stamp) && isSettled(known.stamp, known.takenAt))
      return known.digest;
    const takenAt = this.#now();
    const digest = digestOfFile(path);
    this.#known.set(path, { stamp, takenAt, digest });
    this.changed = true;
    return digest;
  }
}
