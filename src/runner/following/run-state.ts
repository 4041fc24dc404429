import type { SlurmAccess } from '../executors/slurm-access.ts';
import { outlookOf, type QueueEntry } from '../executors/slurm-states.ts';
import { listRunRecords, type RunRecord, readRun } from '../run/run-record.ts';
import { hasLivingController, livingRuns } from './living-runs.ts';

export type RunState =
  | { readonly state: 'going on' }
  /** Its controller is a job that has not begun, or begins again. */
  | { readonly state: 'queued'; readonly entry: QueueEntry }
  | { readonly state: 'over' }
  /** Its controller is gone and left no word. */
  | { readonly state: 'dead' }
  /** Its controller is a job, and SLURM cannot be asked here and now. */
  | { readonly state: 'unknown'; readonly says: string };

/** A run that is not over. */
export interface CurrentRun {
  readonly record: RunRecord;
  readonly state: RunState;
}

/** So many of the newest runs are looked at for some that are not over. */
const LATEST = 100;

/** What a run is at. The queue is asked only where a job has its controller and that gives no sign of life. */
export async function stateOfRun(store: string, record: RunRecord, slurm: SlurmAccess): Promise<RunState> {
  if (record.endedAt !== null) return { state: 'over' };
  if (hasLivingController(store, record)) return { state: 'going on' };
  // It may have ended between the two looks.
  if ((readRun(store, record.run) ?? record).endedAt !== null) return { state: 'over' };
  const job = record.controller?.job ?? null;
  if (job === null) return { state: 'dead' };
  const queue = await (await slurm()).queue();
  if (!queue.ok) return { state: 'unknown', says: queue.says };
  const entry = queue.value.find((one) => one.name === job && outlookOf(one, true) !== 'over');
  return entry === undefined ? { state: 'dead' } : { state: 'queued', entry };
}

/** The runs that are not over, as they began; dead ones are left out. */
export async function currentRuns(store: string, slurm: SlurmAccess): Promise<readonly CurrentRun[]> {
  const names = new Set([...listRunRecords(store).slice(-LATEST), ...livingRuns(store)]);
  const current: CurrentRun[] = [];
  for (const name of [...names].sort()) {
    const record = readRun(store, name);
    if (record === undefined) continue;
    const state = await stateOfRun(store, record, slurm);
    if (state.state !== 'over' && state.state !== 'dead') current.push({ record, state });
  }
  return current;
}
