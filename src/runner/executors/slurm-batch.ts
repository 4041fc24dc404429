import { ProuieError } from '../../errors.ts';
import { clearAttempt, readExit } from '../attempt/attempt.ts';
import { PoolExecutor } from './pool.ts';
import { readIntent } from './slurm-job.ts';

/**
 * Carries out the attempts of a job one beside the other, each in a worker of its own, so that the end of one touches
 * no other. Those that have ended are left as they are: the job may have begun before.
 *
 * @param folder the job's folder
 * @param worker the worker's module
 * @returns whether all ended well
 * @throws ProuieError PROUIE_JOB_MISSING
 */
export async function executeBatch(folder: string, worker: string): Promise<boolean> {
  const intent = readIntent(folder);
  if (intent === undefined) {
    throw new ProuieError('PROUIE_JOB_MISSING', `There is no job in ${folder}.`, {
      hint: 'The store may have been moved or cleaned meanwhile: run again.',
      location: { file: folder },
    });
  }
  // What a job has for an environment was chosen when it was submitted.
  const pool = new PoolExecutor({ slots: intent.slots, worker, environment: process.env });
  const waiting = intent.attempts.filter((attempt) => readExit(attempt.folder) === undefined);
  let allWell = true;
  const serve = async (): Promise<void> => {
    for (let attempt = waiting.shift(); attempt !== undefined; attempt = waiting.shift()) {
      clearAttempt(attempt.folder);
      const exit = await pool.run({ ...attempt, onProgress: () => undefined });
      allWell &&= exit.ok;
    }
  };
  await Promise.all(Array.from({ length: intent.slots }, serve));
  await pool.close();
  return allWell;
}
