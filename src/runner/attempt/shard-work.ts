import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { ProuieError } from '../../errors.ts';
import type { ShardContext, Step } from '../../step.ts';
import { type Attempt, attemptFiles, clearAttempt } from './attempt.ts';
import { shardWorkFolder } from './attempt-shards.ts';
import { describeFailure } from './failure.ts';
import { countShards, makeShardFolders, markDone, shardFolder } from './shards.ts';
import { type Lent, shardContext } from './step-context.ts';

/** Where a shard is done. */
export interface ShardPlace {
  /** The attempt's folder. */
  readonly folder: string;
  /** Where its log is: in a folder of its own where shards are done side by side. */
  readonly logFolder: string;
}

/**
 * Does one share of a node's work, and notes that it is done. What is left of an earlier try at it in this attempt goes,
 * but for what that saved in the shard's own folder.
 *
 * @throws what the step throws, with the number of the shard in its message
 */
export async function doShard(
  step: Step,
  attempt: Attempt,
  index: number,
  { folder, logFolder }: ShardPlace,
  lent: Lent,
): Promise<void> {
  const workFolder = shardWorkFolder(folder, index);
  makeShardFolders(attempt, index, folder);
  clearAttempt(workFolder);
  rmSync(join(workFolder, attemptFiles.exit), { force: true });
  const count = countShards(attempt);
  const context = shardContext(attempt, { folder: workFolder, logFolder }, lent);
  try {
    await step.runShard!(context as ShardContext<never>, {
      index,
      count,
      folder: shardFolder(attempt, index),
    });
    lent.signal.throwIfAborted();
  } catch (cause) {
    // Why it was stopped says more than what that did to it.
    lent.signal.throwIfAborted();
    throw count === 1 ? cause : nameShard(cause, index, count);
  }
  markDone(attempt, index);
}

function nameShard(cause: unknown, index: number, count: number): ProuieError {
  const { code, message, hint, location, stack } = describeFailure(cause);
  const error = new ProuieError(code, `Shard ${index} (of 0 to ${count - 1}): ${message}`, {
    hint,
    location,
    cause,
  });
  if (stack !== undefined) error.stack = stack;
  return error;
}
