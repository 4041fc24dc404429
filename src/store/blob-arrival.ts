import { createHash } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { asideName, writeError } from './files.ts';
import { makeFolder } from './folders.ts';
import { storePaths } from './paths.ts';
import type { Store } from './store.ts';

/**
 * Takes content from elsewhere into a store, if it is what it should be. It is hashed on the way and becomes visible
 * at once; what is not taken leaves nothing.
 *
 * @returns undefined where it was taken, else what is wrong with it
 * @throws ProuieError PROUIE_STORE_FULL, PROUIE_STORE_READ_ONLY, …, and whatever the pieces throw
 */
export async function receiveBlob(
  store: Store,
  digest: string,
  size: number,
  pieces: AsyncIterable<Uint8Array>,
): Promise<string | undefined> {
  const path = store.blobPath(digest);
  const aside = asideName(join(storePaths.temporary(store.root), 'blob'));
  const hash = createHash('sha256');
  let count = 0;
  const here = <T>(act: () => Promise<T>): Promise<T> => inWords(path, act);
  const file = await here(() => open(aside, 'wx', 0o444));
  let taken = false;
  try {
    try {
      for await (const piece of pieces) {
        count += piece.byteLength;
        // What is too long is not read to its end: it might have none.
        if (count > size) return `it is longer than the ${size} bytes that the result says`;
        hash.update(piece);
        await here(() => file.writeFile(piece));
      }
    } finally {
      await file.close();
    }
    if (count < size) return `it has ${count} bytes, and the result says ${size}`;
    const found = hash.digest('hex');
    if (found !== digest) return `its content has the digest ${found}`;
    await here(async () => {
      makeFolder(dirname(path));
      await rename(aside, path);
    });
    taken = true;
    return undefined;
  } finally {
    if (!taken) await rm(aside, { force: true });
  }
}

async function inWords<T>(path: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (cause) {
    throw writeError(path, cause);
  }
}
