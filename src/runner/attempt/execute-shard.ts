import { ProuieError } from '../../errors.ts';
import { guardWrite } from '../../store/files.ts';
import { makeFolder } from '../../store/folders.ts';
import { type Attempt, clearAttempt, type Exit, readAttempt, readExit, writeExit } from './attempt.ts';
import { shardWorkFolder, takeJoin } from './attempt-shards.ts';
import { carryOut, type ExecuteOptions, loadModule, runStep } from './execute.ts';
import { doShard } from './shard-work.ts';
import { countShards, isDone, missingShards } from './shards.ts';

export interface ExecuteShardOptions extends ExecuteOptions {
  /** A name that no other process has, and that this one has again when a scheduler begins it again. */
  readonly who: string;
}

/**
 * Does one shard of an attempt, unless it is done, while other processes do the others. How it ended stands in its own
 * part of the attempt's folder. The process that sees all shards at their end goes on: it runs the node where all are
 * done, and otherwise leaves the failure of the first that failed as that of the attempt. Only one process does so.
 *
 * @param index of the shard, from 0
 * @returns the exit of the attempt where this process went on, else that of the shard
 * @throws ProuieError PROUIE_SHARDS where the attempt has no such shard
 */
export async function executeShard(
  folder: string,
  index: number,
  options: ExecuteShardOptions,
): Promise<Exit> {
  const attempt = readAttempt(folder);
  checkIndex(attempt, index, folder);
  const before = readExit(folder);
  if (before !== undefined) return before;
  const workFolder = shardWorkFolder(folder, index);
  guardWrite(workFolder, () => makeFolder(workFolder));
  const own = await carryOut(workFolder, options, async () => {
    if (isDone(attempt, index)) return undefined;
    await doShard(await loadModule(attempt), attempt, index, { folder, logFolder: workFolder }, options);
    return undefined;
  });
  if (!own.ok && options.isFinal?.() === false) return own;
  const failed = endOfShards(attempt, folder);
  if (failed === 'open' || !takeJoin(folder, options.who)) return own;
  if (failed !== undefined) {
    writeExit(folder, failed);
    return failed;
  }
  clearAttempt(folder);
  return carryOut(folder, options, async () => runStep(await loadModule(attempt), attempt, folder, options));
}

function checkIndex(attempt: Attempt, index: number, folder: string): void {
  const count = countShards(attempt);
  if (Number.isSafeInteger(index) && index >= 0 && index < count) return;
  throw new ProuieError(
    'PROUIE_SHARDS',
    `The attempt has no shard ${index}: it has ${count}, counted from 0.`,
    {
      hint: 'Name one of them by --shard, or leave the flag out to do all.',
      location: { file: folder },
    },
  );
}

/** The first failure of a shard; undefined where all are done, `open` where one is still at work. */
function endOfShards(attempt: Attempt, folder: string): Exit | undefined | 'open' {
  let first: Exit | undefined;
  for (const index of missingShards(attempt)) {
    const exit = readExit(shardWorkFolder(folder, index));
    if (exit === undefined || exit.ok) return 'open';
    first ??= exit;
  }
  return first;
}
