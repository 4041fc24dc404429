import { existsSync, lstatSync, rmSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { readJsonFile } from './json-file.ts';
import { entriesOf, listBlobs, listRecords } from './listing.ts';
import { storePaths } from './paths.ts';
import type { ResultRecord } from './record.ts';
import { readRecordFile } from './record-parser.ts';
import { blobsOf, listFiles, type Store } from './store.ts';

/** Results and content that must stay. */
export interface Reached {
  readonly keys: ReadonlySet<string>;
  readonly blobs: ReadonlySet<string>;
}

/** What is in use at this moment, which the store itself cannot know. */
export interface Use {
  /** Whether somebody alive works in this attempt folder. */
  readonly isAttemptAlive: (folder: string) => boolean;
  readonly isProcessAlive: (pid: number) => boolean;
}

export type GarbageKind = 'record' | 'work' | 'temporary' | 'set-aside' | 'blob';

/** A file or folder that nothing needs. */
export interface Garbage {
  readonly kind: GarbageKind;
  /** Relative to the store. */
  readonly path: string;
  readonly bytes: number;
}

/** What a collection would free, in the order in which it is removed, and what stays. */
export interface GarbagePlan {
  readonly garbage: readonly Garbage[];
  readonly kept: { readonly records: number; readonly blobs: number; readonly bytes: number };
}

/** Finds what is not reached: key to record (with the one that was accepted for it) to content. Removes nothing. */
export function findGarbage(store: Store, reached: Reached, use: Use): GarbagePlan {
  const files = listRecords(store);
  const keys = withAccepted(store, reached.keys);
  const kept = files.filter((file) => keys.has(file.key));
  const records = kept.flatMap(({ path, key }) => readRecordFile(path, key)?.record ?? []);
  const blobs = new Set([
    ...reached.blobs,
    ...records.flatMap((record) => blobsOf(record.outputs).map(([digest]) => digest)),
  ]);
  const stored = listBlobs(store).map((digest) => ({ digest, path: store.blobPath(digest) }));
  const staying = stored.filter(({ digest }) => blobs.has(digest));
  const work = unreachedWork(store, keys, use);
  const item = (kind: GarbageKind, path: string): Garbage => ({
    kind,
    path: relative(store.root, path),
    bytes: sizeOf(path),
  });
  return {
    garbage: [
      ...files.filter((file) => !keys.has(file.key)).map((file) => item('record', file.path)),
      ...[...work, ...unreachedJobs(store, work)].map((path) => item('work', path)),
      ...leftovers(store, use).map((path) => item('temporary', path)),
      ...entriesOf(storePaths.setAside(store.root)).map(({ name }) =>
        item('set-aside', join(storePaths.setAside(store.root), name)),
      ),
      ...stored.filter(({ digest }) => !blobs.has(digest)).map(({ path }) => item('blob', path)),
    ],
    kept: {
      records: kept.length,
      blobs: staying.length,
      bytes: staying.reduce((sum, { path }) => sum + sizeOf(path), 0),
    },
  };
}

/**
 * Removes garbage, records before their content, so that a collection that is broken off leaves no record without it.
 *
 * @param mayGoOn asked before each removal
 * @returns what was removed
 */
export function removeGarbage(
  store: Store,
  garbage: readonly Garbage[],
  mayGoOn: (next: Garbage) => boolean,
): readonly Garbage[] {
  const removed: Garbage[] = [];
  for (const item of garbage) {
    if (!mayGoOn(item)) break;
    rmSync(join(store.root, item.path), { recursive: true, force: true });
    removed.push(item);
  }
  return removed;
}

function withAccepted(store: Store, reached: ReadonlySet<string>): ReadonlySet<string> {
  const keys = new Set(reached);
  for (const key of keys) {
    const from = readAccepted(store, key)?.from;
    // A set goes on to what is added while it is walked.
    if (from !== undefined) keys.add(from);
  }
  return keys;
}

function readAccepted(store: Store, key: string): ResultRecord['accepted'] {
  return store.readRecord(key)?.accepted;
}

function unreachedWork(store: Store, keys: ReadonlySet<string>, use: Use): string[] {
  return entriesOf(join(store.root, 'work')).flatMap(({ name: key }) => {
    const folder = storePaths.work(store.root, key);
    if (keys.has(key)) return [];
    const alive = entriesOf(folder).some(({ name }) => use.isAttemptAlive(join(folder, name)));
    return alive ? [] : [folder];
  });
}

/** Jobs on a cluster all of whose attempts are gone, or go with this collection. */
function unreachedJobs(store: Store, work: readonly string[]): string[] {
  const going = new Set(work);
  return entriesOf(join(store.root, 'jobs')).flatMap(({ name }) => {
    const folder = storePaths.job(store.root, name);
    const isGone = (attempt: string): boolean => going.has(dirname(attempt)) || !existsSync(attempt);
    return attemptsOfJob(folder)?.every(isGone) ? [folder] : [];
  });
}

/** @returns undefined for a job that somebody is about to write down */
function attemptsOfJob(folder: string): readonly string[] | undefined {
  const intent = readJsonFile<{ readonly attempts: readonly { readonly folder: string }[] }>(
    join(folder, 'intent.json'),
    ({ attempts }) => Array.isArray(attempts),
  );
  return intent?.attempts.map((attempt) => attempt.folder);
}

/** Files on their way to their place, and signs of life, whose process is gone. */
function leftovers(store: Store, use: Use): string[] {
  const temporary = entriesOf(storePaths.temporary(store.root)).map(({ name }) =>
    join(storePaths.temporary(store.root), name),
  );
  const aside = ['records', 'nodes', 'runs', 'events', 'code', 'cache'].flatMap((part) => {
    const folder = join(store.root, part);
    return entriesOf(folder).length === 0
      ? []
      : listFiles(folder).flatMap((name) => (name.endsWith('.tmp') ? [join(folder, name)] : []));
  });
  return [...temporary, ...aside].filter((path) => {
    const pid = /[.-](\d+)(?:-\d+\.tmp|\.alive)?$/.exec(path)?.[1];
    return pid === undefined || !use.isProcessAlive(Number(pid));
  });
}

/** Bytes of a file, or of all files in a folder; 0 for what went away meanwhile. */
function sizeOf(path: string): number {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return 0;
  if (!stats.isDirectory()) return stats.size;
  return listFiles(path).reduce(
    (sum, name) => sum + (lstatSync(join(path, name), { throwIfNoEntry: false })?.size ?? 0),
    0,
  );
}
