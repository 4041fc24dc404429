import { mkdirSync, readdirSync, readFileSync, readlinkSync, statSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { guardWrite, replaceFile, syncFile } from '../store/files.ts';
import { storePaths } from '../store/paths.ts';
import { listFiles } from '../store/store.ts';
import type { Attempt } from './attempt.ts';

/** The shards of one key, split into so many. */
export type ShardedWork = Pick<Attempt, 'store' | 'key' | 'shards'>;

/** What stands beside the folder of a shard that is done. */
interface Marker {
  readonly schemaVersion: 1;
  /** Files with their sizes in bytes: all that the shard left. */
  readonly files: readonly (readonly [path: string, size: number])[];
}

/** A link in an attempt's folder to the process that goes on once all shards are done. */
const JOIN = 'join';

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

/** The part of an attempt's folder that is one shard's alone: its scratch files, its log, how it ended. */
export function shardWorkFolder(attemptFolder: string, index: number): string {
  return join(attemptFolder, `shard-${index}`);
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
  const marker = readMarker(markerPath(work, index));
  const folder = shardFolder(work, index);
  return marker?.files.every(([path, size]) => sizeOf(join(folder, path)) === size) ?? false;
}

/** The shards that are not done yet, in order. */
export function missingShards(work: ShardedWork): number[] {
  // A network file system asks its server again what is in a folder that is read.
  for (const folder of [dirname(shardFolder(work, 0)), ...shardFolders(work)]) listQuietly(folder);
  return Array.from({ length: countShards(work) }, (_, index) => index).filter(
    (index) => !isDone(work, index),
  );
}

/**
 * Takes the right to go on from the shards of an attempt, which only one process gets.
 *
 * @param who a name that no other process has, and that this one has again when a scheduler begins it again
 */
export function takeJoin(attemptFolder: string, who: string): boolean {
  try {
    symlinkSync(who, join(attemptFolder, JOIN));
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
    return readJoin(attemptFolder) === who;
  }
}

/** Who took the right to go on from the shards; undefined where nobody did. */
export function readJoin(attemptFolder: string): string | undefined {
  try {
    return readlinkSync(join(attemptFolder, JOIN));
  } catch {
    // Shards are still at work, or none of them lived to see the others done.
    return undefined;
  }
}

/** The shard to which a name in an attempt's folder belongs; undefined for all other names. */
export function shardOfFolder(name: string): number | undefined {
  const index = /^shard-(\d+)$/.exec(name)?.[1];
  return index === undefined ? undefined : Number(index);
}

/** Whether a name in an attempt's folder is about its shards, and stays when the attempt begins once more. */
export function isOfShards(name: string): boolean {
  return name === JOIN || shardOfFolder(name) !== undefined;
}

export function makeShardFolders(work: ShardedWork, index: number, attemptFolder: string): void {
  for (const folder of [shardFolder(work, index), shardWorkFolder(attemptFolder, index)])
    guardWrite(folder, () => mkdirSync(folder, { recursive: true }));
}

function markerPath(work: ShardedWork, index: number): string {
  return `${shardFolder(work, index)}.json`;
}

function readMarker(path: string): Marker | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Marker;
  } catch {
    // Not done, or cut off by a crash.
    return undefined;
  }
}

function sizeOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.size;
}

function listQuietly(folder: string): void {
  try {
    readdirSync(folder);
  } catch {
    // Not made yet.
    return;
  }
}
