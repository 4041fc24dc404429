import { type Dirent, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isDigest } from '../identity/digest.ts';
import type { Store } from './store.ts';

/** A file that holds the result of a key. */
export interface RecordFile {
  readonly key: string;
  /** 1 for the result that stands for the key. */
  readonly generation: number;
  readonly path: string;
}

/** The digests of all content in a store that begin so, sorted. */
export function listBlobs(store: Store, prefix = ''): string[] {
  return filesByStart(join(store.root, 'blobs'), prefix)
    .map(({ start, name }) => start + name)
    .filter((digest) => isDigest(digest) && digest.startsWith(prefix));
}

/** The records of all keys in a store that begin so, sorted by key and generation. */
export function listRecords(store: Store, prefix = ''): RecordFile[] {
  return filesByStart(join(store.root, 'records'), prefix)
    .flatMap(({ start, name, path }) => {
      const [, rest, generation] = /^([0-9a-f]{62})(?:\.(\d+))?\.json$/.exec(name) ?? [];
      if (rest === undefined || !`${start}${rest}`.startsWith(prefix)) return [];
      return [{ key: start + rest, generation: Number(generation ?? 1), path }];
    })
    .sort((a, b) => (a.key === b.key ? a.generation - b.generation : a.key < b.key ? -1 : 1));
}

/** The files under `folder/<two digits>/`, sorted. */
function filesByStart(folder: string, prefix: string): { start: string; name: string; path: string }[] {
  return entriesOf(folder)
    .filter((entry) => entry.isDirectory() && entry.name.startsWith(prefix.slice(0, 2)))
    .flatMap(({ name: start }) =>
      entriesOf(join(folder, start)).map(({ name }) => ({ start, name, path: join(folder, start, name) })),
    );
}

export function entriesOf(folder: string): Dirent[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
}
