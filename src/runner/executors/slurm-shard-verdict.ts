import { join } from 'node:path';
import { type Attempt, type Failure, readAttempt, readExit } from '../attempt/attempt.ts';
import { readJoin, shardWorkFolder } from '../attempt/attempt-shards.ts';
import { missingShards } from '../attempt/shards.ts';
import type { ClusterJob } from './cluster-job.ts';
import { readTaskId } from './slurm-array.ts';
import { taskOutput } from './slurm-job.ts';
import { failureOfState, isPassingFailure } from './slurm-verdict.ts';

/**
 * The failure of an attempt that is over as a job array without an exit record: of the shards that are not done, in their
 * own words or else in those of the queue, the one that counts most. Where all are done, it is that of the task which
 * was to go on from them.
 *
 * @param folder the attempt's
 * @param otherwise what is to be said where neither shards nor queue left a word
 */
export function failureOfShards(job: ClusterJob, folder: string, otherwise: Failure): Failure {
  const attempt = readAttemptQuietly(folder);
  if (attempt === undefined) return otherwise;
  const missing = missingShards(attempt);
  const failures = missing.flatMap(
    (index) => readExit(shardWorkFolder(folder, index))?.failure ?? failureOfTask(job, index) ?? [],
  );
  if (missing.length > 0)
    return failures.reduce(
      (worst, next) => (weight(next) > weight(worst) ? next : worst),
      failures[0] ?? otherwise,
    );
  const joined = readJoin(folder);
  if (joined === undefined) return SHARDS_LEFT;
  const [task] = readTaskId(joined).tasks ?? [];
  return (task === undefined ? undefined : failureOfTask(job, task)) ?? otherwise;
}

/** All tasks were near their end at once, and none saw the files of all others. */
const SHARDS_LEFT: Failure = {
  code: 'PROUIE_SHARDS_LEFT',
  message: 'All shards of the node are done, but none of their processes went on from them.',
  hint: 'The next attempt does: run again. If it happens often, the file system shows files of other machines late.',
};

function failureOfTask(job: ClusterJob, task: number): Failure | undefined {
  const entry = job.endedTasks.get(task);
  return entry === undefined ? undefined : failureOfState(entry, join(job.folder, taskOutput(entry.id)));
}

function readAttemptQuietly(folder: string): Attempt | undefined {
  try {
    return readAttempt(folder);
  } catch {
    // Somebody took the attempt away.
    return undefined;
  }
}

/** Another attempt meets again what does not pass by itself, and so that is what is told. */
function weight(failure: Failure): number {
  if (isPassingFailure(failure)) return 0;
  return failure.code === 'PROUIE_TIME_LIMIT' ? 1 : 2;
}
