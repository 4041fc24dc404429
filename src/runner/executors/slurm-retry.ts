import { readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { storePaths } from '../../store/paths.ts';
import { clusterJobOf } from '../attempt/adoption.ts';
import { attemptFiles, type Failure } from '../attempt/attempt.ts';
import { readIntent } from './slurm-job.ts';
import { isOfJob, isPassingFailure } from './slurm-verdict.ts';

/**
 * Whether another attempt may go well: where the cluster failed, where the job ended under many nodes, which may be the
 * fault of one of them, and where the time was up for an attempt that saved something.
 *
 * @param store the store's folder
 * @param folder the attempt's
 */
export function isWorthAnotherAttempt(failure: Failure, store: string, folder: string): boolean {
  if (isPassingFailure(failure) || (isOfJob(failure) && hadCompany(store, folder))) return true;
  return failure.code === 'PROUIE_TIME_LIMIT' && savedCheckpoint(folder);
}

function hadCompany(store: string, folder: string): boolean {
  const name = clusterJobOf(folder);
  return name !== undefined && (readIntent(storePaths.job(store, name))?.attempts.length ?? 0) > 1;
}

/** Whether an attempt saved something for the next one. */
function savedCheckpoint(folder: string): boolean {
  const checkpoints = join(dirname(folder), 'checkpoints');
  const since = statSync(join(folder, attemptFiles.attempt)).mtimeMs;
  try {
    return readdirSync(checkpoints, { recursive: true, encoding: 'utf8' }).some((name) => {
      const stats = statSync(join(checkpoints, name));
      return stats.isFile() && stats.mtimeMs >= since;
    });
  } catch {
    // It saved nothing.
    return false;
  }
}
