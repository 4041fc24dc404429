import { readdirSync } from 'node:fs';
import { ProuieError } from '../../errors.ts';
import { storePaths } from '../../store/paths.ts';
import { readAdopter } from '../attempt/adoption.ts';
import { readAttempt, readExit } from '../attempt/attempt.ts';
import { failedExit, INTERRUPTED } from '../attempt/failed-exit.ts';
import { readTaskId } from './slurm-array.ts';
import type { SlurmCommands } from './slurm-commands.ts';
import { type JobAttempt, readIntent, voidRest } from './slurm-job.ts';

/** A job on a cluster with attempts that did not end. */
export interface OpenJob {
  readonly name: string;
  readonly folder: string;
  readonly attempts: readonly JobAttempt[];
}

/** The jobs that a run left to a cluster and that no other run looks after. */
export function jobsLeftBy(store: string, run: string): readonly OpenJob[] {
  return listJobs(store).flatMap((name) => {
    const folder = storePaths.job(store, name);
    const attempts = (readIntent(folder)?.attempts ?? []).filter((attempt) => isLeftBy(attempt.folder, run));
    return attempts.length === 0 ? [] : [{ name, folder, attempts }];
  });
}

/**
 * Cancels jobs whose controller is dead. One that has not begun does nothing when it begins; one that works is
 * cancelled; their attempts have failed as interrupted.
 *
 * @throws ProuieError PROUIE_SLURM_SILENT where SLURM does not answer; it may then be done again
 */
export async function cancelJobs(jobs: readonly OpenJob[], commands: SlurmCommands): Promise<void> {
  if (jobs.length === 0) return;
  for (const { folder } of jobs) voidRest(folder);
  await cancelByName(
    jobs.map(({ name }) => name),
    commands,
  );
  for (const { attempts } of jobs) {
    for (const { folder } of attempts) if (readExit(folder) === undefined) failedExit(folder, INTERRUPTED);
  }
}

/** Cancels what is in the queue by these names. @throws ProuieError PROUIE_SLURM_SILENT */
export async function cancelByName(names: readonly string[], commands: SlurmCommands): Promise<void> {
  const queue = await commands.queue();
  const wanted = new Set(names);
  const answer = queue.ok
    ? await commands.cancel([
        // An array is cancelled as a whole.
        ...new Set(queue.value.flatMap(({ id, name }) => (wanted.has(name) ? [readTaskId(id).job] : []))),
      ])
    : queue;
  if (answer.ok) return;
  throw new ProuieError('PROUIE_SLURM_SILENT', `SLURM does not cancel jobs: ${answer.says}`, {
    hint: `Cancel again when it answers, on a machine that has its programs; the jobs are ${names.slice(0, 3).join(', ')}${names.length > 3 ? ' …' : ''}.`,
  });
}

function listJobs(store: string): string[] {
  try {
    return readdirSync(storePaths.job(store, '')).sort();
  } catch {
    // Nothing was handed to a cluster.
    return [];
  }
}

function isLeftBy(folder: string, run: string): boolean {
  if (readExit(folder) !== undefined) return false;
  try {
    return (readAdopter(folder) ?? readAttempt(folder)).run === run;
  } catch {
    // The attempt is gone, or was cut off before anything was submitted.
    return false;
  }
}
