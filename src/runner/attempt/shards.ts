import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { guardWrite, replaceFile, syncFile } from '../../store/files.ts';
import { makeFolder } from '../../store/folders.ts';
import { readJsonFile } from '../../store/json-file.ts';
import { storePaths } from '../../store/paths.ts';
import { refreshFolder, sizeOfFile } from '../../store/shared-folder.ts';
import { listFiles } from '../../store/store.ts';
import type { Attempt } from './attempt.ts';
import { shardWorkFolder } from './attempt-shards.ts';

/** The shards of one key, split into so many. */
export type ShardedWork = Pick<Attempt, 'store' | 'key' | 'shards'>;

/** What stands beside the folder of a shard that is done. */
interface Marker {
  readonly schemaVersion: 1;
  /** Files with their sizes in bytes: all that the shard left. */
  readonly files: readonly (readonly [path: string, size: number])[];
}

export function countShards({ shards = 1 }: ShardedWork): number {
  return shards;
}

/** Where a shard leaves what it makes, for `run` and for later attempts. */
export function shardFolder(work: ShardedWork, index: number): string {
  return join(storePaths.shards(work.store, work.key, countShards(work)), String(index));
}

/** The folders of all shards, in order. */
export function shardFolders(work: ShardedWork): string[] {
  return Array.from({ length: countShards(work) }, (_, index) => shardFolder(work, index));
}

/**
 * Notes that a shard is done, after its files were forced to the disk: later attempts at the key that split it into as
 * many shards take what it left.
 */
export function markDone(work: ShardedWork, index: number): void {
  const folder = shardFolder(work, index);
  const files = listFiles(folder).map((path) => {
    guardWrite(path, () => syncFile(join(folder, path)));
    return [path, statSync(join(folder, path)).size] as const;
  });
  const marker: Marker = { schemaVersion: 1, files };
  const path = markerPath(work, index);
  replaceFile(path, `${JSON.stringify(marker)}\n`);
  guardWrite(path, () => syncFile(path));
}

/** Whether a shard is done, and what it left is here in its full length. */
export function isDone(work: ShardedWork, index: number): boolean {
  const marker = readJsonFile<Marker>(markerPath(work, index), ({ files }) => Array.isArray(files));
  const folder = shardFolder(work, index);
  return marker?.files.every(([path, size]) => sizeOfFile(join(folder, path)) === size) ?? false;
}

/** The shards that are not done yet, in order. */
export function missingShards(work: ShardedWork): number[] {
  for (const folder of [dirname(shardFolder(work, 0)), ...shardFolders(work)]) refreshFolder(folder);
  return Array.from({ length: countShards(work) }, (_, index) => index).filter(
    (index) => !isDone(work, index),
  );
}

/** Makes the folders that a shard needs. */
export function makeShardFolders(work: ShardedWork, index: number, attemptFolder: string): void {
  for (const folder of [shardFolder(work, index), shardWorkFolder(attemptFolder, index)])
    guardWrite(folder, () => makeFolder(folder));
}

function markerPath(work: ShardedWork, index: number): string {
  return `${shardFolder(work, index)}.json`;
}
