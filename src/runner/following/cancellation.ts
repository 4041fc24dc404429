import { setTimeout as delay } from 'node:timers/promises';
import { storePaths } from '../../store/paths.ts';
import { cancelByName, cancelJobs, jobsLeftBy } from '../executors/abandoned-jobs.ts';
import type { SlurmAccess } from '../executors/slurm-access.ts';
import { voidJob } from '../executors/slurm-job.ts';
import { outlookOf } from '../executors/slurm-states.ts';
import { type EndRequest, requestEnd } from '../run/end-request.ts';
import { closeRun, type RunRecord, readRun } from '../run/run-record.ts';
import { hasLivingController } from './living-runs.ts';
import { stateOfRun } from './run-state.ts';

/** How an attempt to end a run came out. */
export type Cancellation =
  /** There was nothing to end. */
  | { readonly outcome: 'over' }
  /** Its controller ended it. */
  | { readonly outcome: 'ended' }
  /** Its controller waited in the queue, and was taken out. */
  | { readonly outcome: 'withdrawn'; readonly jobs: readonly string[] }
  /** Its controller was dead; these jobs of its nodes were cancelled. */
  | { readonly outcome: 'cleared'; readonly jobs: readonly string[] }
  /** It goes on still; it was asked to end. */
  | { readonly outcome: 'late' };

export interface CancellationOptions {
  readonly how: EndRequest;
  readonly slurm: SlurmAccess;
  /** How long its end is waited for, milliseconds. */
  readonly patience: number;
}

const LOOK_MILLISECONDS = 100;
const ASK_MILLISECONDS = 2_000;

/**
 * Ends a run, wherever its controller is: a living one is asked to and hears that within seconds, one that waits in a
 * queue is taken out, and a dead one's jobs are cancelled for it.
 *
 * @throws ProuieError PROUIE_SLURM_SILENT where jobs could not be cancelled
 */
export async function cancelRun(
  store: string,
  first: RunRecord,
  { how, slurm, patience }: CancellationOptions,
): Promise<Cancellation> {
  if (first.endedAt !== null && !hasLivingController(store, first)) return { outcome: 'over' };
  requestEnd(store, first.run, how);
  const until = performance.now() + patience;
  let next = 0;
  for (;;) {
    const record = readRun(store, first.run) ?? first;
    if (!hasLivingController(store, record)) {
      if (record.endedAt !== null) return { outcome: 'ended' };
      if (performance.now() >= next) {
        const ended = await endForDead(store, record, how, slurm);
        if (ended !== undefined) return ended;
        next = performance.now() + ASK_MILLISECONDS;
      }
    }
    if (performance.now() >= until) return { outcome: 'late' };
    await delay(LOOK_MILLISECONDS);
  }
}

/** @returns undefined for a controller that may yet hear the request */
async function endForDead(
  store: string,
  record: RunRecord,
  how: EndRequest,
  slurm: SlurmAccess,
): Promise<Cancellation | undefined> {
  const now = await stateOfRun(store, record, slurm);
  if (now.state === 'dead') return { outcome: 'cleared', jobs: await clear(store, record, how, slurm) };
  if (now.state !== 'queued' || outlookOf(now.entry, true) === 'running') return undefined;
  const { name } = now.entry;
  voidJob(storePaths.job(store, name));
  await cancelByName([name], await slurm());
  // One that begins all the same does nothing, or hears the request.
  return { outcome: 'withdrawn', jobs: await clear(store, record, how, slurm) };
}

async function clear(
  store: string,
  record: RunRecord,
  how: EndRequest,
  slurm: SlurmAccess,
): Promise<readonly string[]> {
  const jobs = how === 'leave' ? [] : jobsLeftBy(store, record.run);
  if (jobs.length > 0) await cancelJobs(jobs, await slurm());
  closeRun(store, record);
  return jobs.map(({ name }) => name);
}
