import { readlinkSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

/** A link in an attempt's folder to the process that goes on once all shards are done. */
const JOIN = 'join';

/** The part of an attempt's folder that is one shard's alone: its scratch files, its log, how it ended. */
export function shardWorkFolder(attemptFolder: string, index: number): string {
  return join(attemptFolder, `shard-${index}`);
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
