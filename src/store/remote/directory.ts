import { randomUUID } from 'node:crypto';
import type { createReadStream } from 'node:fs';
import { chmod, link, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { storePaths } from '../paths.ts';
import { directoryFailure } from './directory-failure.ts';
import type { Remote } from './remote.ts';

const PIECE_BYTES = 1 << 20;
const MOST_TRIES = 5;

/**
 * A second store in a directory that people share. Folders and files in it take their rights from its root, whatever
 * the umask of who writes: a root that a group may write to makes a store that the group may write to.
 */
export class DirectoryRemote implements Remote {
  readonly place: string;
  /** Permission bits of folders, those of the root. */
  readonly #mode: number;
  /** Folders that are there, or being made. */
  readonly #folders = new Map<string, Promise<void>>();

  private constructor(root: string, mode: number) {
    this.place = root;
    this.#mode = mode;
  }

  /** @throws ProuieError PROUIE_REMOTE_MISSING; it is not made, for it may be a disk that is not mounted */
  static async open(root: string): Promise<DirectoryRemote> {
    const stats = await guarded(root, root, () => stat(root));
    if (!stats.isDirectory()) throw directoryFailure(root, { code: 'ENOTDIR' });
    return new DirectoryRemote(root, stats.mode & 0o7777);
  }

  recordPlace(key: string): string {
    return storePaths.record(this.place, key);
  }

  blobPlace(digest: string): string {
    return storePaths.blob(this.place, digest);
  }

  async readRecord(key: string, signal: AbortSignal): Promise<string | undefined> {
    const path = this.recordPlace(key);
    return this.#unlessMissing(path, () => readFile(path, { encoding: 'utf8', signal }));
  }

  async publishRecord(key: string, text: string, signal: AbortSignal): Promise<boolean> {
    const path = this.recordPlace(key);
    return this.#aside(path, piecesOf(text), signal, async (aside) => {
      try {
        await link(aside, path);
        return true;
      } catch (cause) {
        if (codeOf(cause) === 'EEXIST') return false;
        throw cause;
      }
    });
  }

  async hasBlob(digest: string, size: number): Promise<boolean> {
    const path = this.blobPlace(digest);
    return (await this.#unlessMissing(path, () => stat(path)))?.size === size;
  }

  async readBlob(digest: string, signal: AbortSignal): Promise<AsyncIterable<Uint8Array> | undefined> {
    const path = this.blobPlace(digest);
    const file = await this.#unlessMissing(path, () => open(path, 'r'));
    if (file === undefined) return undefined;
    return guardedPieces(this.place, path, file.createReadStream({ highWaterMark: PIECE_BYTES, signal }));
  }

  async writeBlob(
    digest: string,
    _size: number,
    pieces: AsyncIterable<Uint8Array>,
    signal: AbortSignal,
  ): Promise<void> {
    const path = this.blobPlace(digest);
    await this.#aside(path, pieces, signal, (aside) => rename(aside, path));
  }

  close(): void {
    this.#folders.clear();
  }

  /** Writes a file beside all others, forces it to the disk, and hands it over to be put into its place. */
  async #aside<T>(
    path: string,
    pieces: AsyncIterable<Uint8Array>,
    signal: AbortSignal,
    put: (aside: string) => Promise<T>,
  ): Promise<T> {
    return guarded(this.place, path, async () => {
      await this.#makeFolder(storePaths.temporary(this.place));
      const aside = join(storePaths.temporary(this.place), randomUUID());
      try {
        const file = await open(aside, 'wx');
        try {
          for await (const piece of pieces) {
            signal.throwIfAborted();
            await file.writeFile(piece);
          }
          await file.chmod(this.#mode & 0o444);
          await file.sync();
        } finally {
          await file.close();
        }
        for (let tries = 0; ; tries++) {
          await this.#makeFolder(dirname(path));
          signal.throwIfAborted();
          try {
            return await put(aside);
          } catch (cause) {
            // As below: another process put an empty folder into the place of this one.
            if (codeOf(cause) !== 'ENOENT' || tries === MOST_TRIES) throw cause;
            this.#folders.delete(dirname(path));
          }
        }
      } finally {
        await rm(aside, { force: true });
      }
    });
  }

  #makeFolder(path: string): Promise<void> {
    let made = this.#folders.get(path);
    if (made === undefined) {
      made = this.#placeFolder(path);
      this.#folders.set(path, made);
      made.catch(() => this.#folders.delete(path));
    }
    return made;
  }

  /** A folder appears with its rights at once, so that another user who writes at the same moment finds none closed. */
  async #placeFolder(path: string): Promise<void> {
    const parent = dirname(path);
    // The root itself is never made anew: without it there is no second store any more.
    if (parent !== this.place) await this.#makeFolder(parent);
    for (let tries = 0; !(await isThere(path)); tries++) {
      const aside = join(this.place, `.${randomUUID()}`);
      await mkdir(aside);
      await chmod(aside, this.#mode);
      try {
        await rename(aside, path);
      } catch (cause) {
        await rm(aside, { recursive: true, force: true });
        // Another process just put an empty folder in the place of an empty one: this, or the one above it.
        if (tries === MOST_TRIES) throw cause;
      }
    }
  }

  /** What is not there is no failure, as long as the root is. */
  async #unlessMissing<T>(path: string, read: () => Promise<T>): Promise<T | undefined> {
    return guarded(this.place, path, async () => {
      try {
        return await read();
      } catch (cause) {
        if (codeOf(cause) !== 'ENOENT') throw cause;
        await stat(this.place);
        return undefined;
      }
    });
  }
}

async function* piecesOf(text: string): AsyncIterable<Uint8Array> {
  yield Buffer.from(text);
}

async function* guardedPieces(
  root: string,
  path: string,
  stream: ReturnType<typeof createReadStream>,
): AsyncIterable<Uint8Array> {
  try {
    yield* stream as AsyncIterable<Uint8Array>;
  } catch (cause) {
    throw await inWords(root, path, cause);
  }
}

async function guarded<T>(root: string, path: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (cause) {
    throw await inWords(root, path, cause);
  }
}

async function inWords(root: string, path: string, cause: unknown): Promise<unknown> {
  if (codeOf(cause) === 'ENOENT' && !(await isThere(root))) return directoryFailure(root, cause);
  return directoryFailure(path, cause);
}

async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return false;
    throw cause;
  }
}

function codeOf(cause: unknown): string | undefined {
  return (cause as NodeJS.ErrnoException).code;
}
