import { closeSync, fsyncSync, linkSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname } from 'node:path';
import { isProuieError, ProuieError } from '../errors.ts';
import { makeFolder } from './folders.ts';

let counter = 0;

/** A name next to nothing else, for content on its way to its place. */
export function asideName(path: string): string {
  return `${path}.${process.pid}-${counter++}.tmp`;
}

/** Writes a file whole or not at all: aside first, then renamed over the old one. */
export function replaceFile(path: string, content: string | Uint8Array): void {
  const aside = asideName(path);
  guardWrite(
    path,
    () => {
      makeFolder(dirname(path));
      writeFileSync(aside, content);
      renameSync(aside, path);
    },
    aside,
  );
}

/** Writes a file where none is yet. @returns false where one already exists, which then stays as it is */
export function publishFile(path: string, content: string): boolean {
  const staged = stageFile(path, content);
  guardWrite(path, () => syncFile(staged), staged);
  return publishStaged(path, staged);
}

/**
 * Writes what is to become a file beside the place where it will be seen; to be synced before it is published.
 *
 * @returns its path
 */
export function stageFile(path: string, content: string): string {
  const aside = asideName(path);
  guardWrite(
    path,
    () => {
      makeFolder(dirname(path));
      writeFileSync(aside, content);
    },
    aside,
  );
  return aside;
}

/** Lets a staged file be seen where none is yet. @returns false where one already exists, which then stays as it is */
export function publishStaged(path: string, staged: string): boolean {
  return guardWrite(
    path,
    () => {
      try {
        linkSync(staged, path);
        return true;
      } catch (cause) {
        if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false;
        throw cause;
      } finally {
        removeQuietly(staged);
      }
    },
    staged,
  );
}

/** What a look at a file gives; undefined where there is none, or another process took it away meanwhile. */
export function unlessGone<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch (cause) {
    if (isMissing(cause)) return undefined;
    throw cause;
  }
}

/** Makes content survive a power cut. */
export function syncFile(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Turns the errors of a full or broken disk, a read-only or missing folder, or too few handles into sentences. */
export function guardWrite<T>(path: string, write: () => T, aside?: string): T {
  try {
    return write();
  } catch (cause) {
    if (aside !== undefined) removeQuietly(aside);
    throw isMissing(cause) ? folderGone(path, cause) : writeError(path, cause);
  }
}

/** Removes what is no longer needed; where that fails, an earlier error says more, or the file does no harm. */
export function removeQuietly(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    return;
  }
}

const WRITE_ERRORS: { readonly [errno: string]: readonly [code: string, says: string, hint: string] } = {
  ENOSPC: [
    'PROUIE_STORE_FULL',
    'there is no space left on the device',
    'Free some space (`prouie gc` shows what the store can give back), then run again: finished nodes are kept.',
  ],
  EDQUOT: [
    'PROUIE_STORE_FULL',
    'the disk quota is used up',
    'Free some space (`prouie gc`), then run again: finished nodes are kept.',
  ],
  EIO: [
    'PROUIE_STORE_DEVICE',
    'the device reports an error',
    'Check the disk (`dmesg`), then run again: finished nodes are kept, and `prouie verify` finds what was spoilt.',
  ],
  EROFS: [
    'PROUIE_STORE_READ_ONLY',
    'the file system is read-only',
    'Choose a folder that can be written: PROUIE_STORE or --store for the store, --out for what a command writes.',
  ],
  EACCES: [
    'PROUIE_STORE_READ_ONLY',
    'permission is denied',
    'Choose a folder that can be written: PROUIE_STORE or --store for the store, --out for what a command writes.',
  ],
  EPERM: [
    'PROUIE_STORE_READ_ONLY',
    'the operation is not permitted',
    'Choose a folder that can be written: PROUIE_STORE or --store for the store, --out for what a command writes.',
  ],
  EMFILE: [
    'PROUIE_FILE_HANDLES',
    'too many files are open',
    'Raise the limit (`ulimit -n 4096`) or lower --jobs.',
  ],
  ENFILE: [
    'PROUIE_FILE_HANDLES',
    'too many files are open on this machine',
    'Close other programs or lower --jobs.',
  ],
  EEXIST: [
    'PROUIE_STORE_PATH',
    'something that is no folder is in its way',
    'Move it away, or choose another folder: PROUIE_STORE or --store for the store, --out for what a command writes.',
  ],
  ENOTDIR: [
    'PROUIE_STORE_PATH',
    'a part of the path is a file, not a folder',
    'Point PROUIE_STORE (or --store) at a folder.',
  ],
};

/** Failures after which nothing more can be kept in the store. */
const STORE_FAILURES: ReadonlySet<string> = new Set([
  'PROUIE_STORE_DEVICE',
  'PROUIE_STORE_FULL',
  'PROUIE_STORE_READ_ONLY',
]);

export function isStoreFailure(cause: unknown): boolean {
  return isProuieError(cause) && isStoreFailureCode(cause.code);
}

export function isStoreFailureCode(code: string): boolean {
  return STORE_FAILURES.has(code);
}

/** Folders are made before they are written to, so one that is missing was taken away meanwhile. */
function folderGone(path: string, cause: unknown): ProuieError {
  return new ProuieError('PROUIE_STORE_GONE', `Cannot write ${path}: its folder went away.`, {
    hint: 'Something deletes folders that are in use: a node, or another program. Run again when they are left alone.',
    location: { file: path },
    cause,
  });
}

function isMissing(cause: unknown): boolean {
  return (cause as NodeJS.ErrnoException).code === 'ENOENT';
}

export function writeError(path: string, cause: unknown): unknown {
  const known = WRITE_ERRORS[errorName(cause as NodeJS.ErrnoException)];
  if (known === undefined) return cause;
  return new ProuieError(known[0], `Cannot write ${path}: ${known[1]}.`, {
    hint: known[2],
    location: { file: path },
    cause,
  });
}

/** Node has no name for a quota that is used up: its code is then "Unknown system error -122". */
function errorName({ code, errno }: NodeJS.ErrnoException): string {
  return errno === -constants.errno.EDQUOT ? 'EDQUOT' : (code ?? '');
}
