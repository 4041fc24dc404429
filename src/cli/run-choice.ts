import { ProuieError } from '../errors.ts';
import type { CurrentRun } from '../runner/following/run-state.ts';
import { listRunRecords, type RunRecord, readRun } from '../runner/run/run-record.ts';
import { didYouMean } from '../suggest.ts';
import { formatSeconds } from './terminal.ts';

/**
 * The record of the run with a name.
 *
 * @throws ProuieError PROUIE_RUN_UNKNOWN with the nearest name, or the newest one
 */
export function findRun(store: string, name: string): RunRecord {
  const names = listRunRecords(store);
  const record = names.includes(name) ? readRun(store, name) : undefined;
  if (record !== undefined) return record;
  const newest = names.at(-1);
  throw new ProuieError('PROUIE_RUN_UNKNOWN', `This store knows no run "${name}".`, {
    hint:
      didYouMean(name, names.toReversed()) ??
      (newest === undefined ? 'Nothing ran on it yet.' : `The newest one is ${newest}.`),
    location: { file: store },
  });
}

/** Where and since when a run goes on, in one line. */
export function describeCurrentRun({ record, state }: CurrentRun, now: Date): string {
  const { run, pipeline, profile, host, startedAt, controller } = record;
  const since = formatSeconds(Math.max(0, (now.getTime() - Date.parse(startedAt)) / 1000));
  const job = controller?.job ?? 'unknown';
  const process = controller?.pid == null ? '' : ` (process ${controller.pid})`;
  const place = controller?.place === 'background' ? 'in the background on' : 'in a terminal on';
  const where =
    state.state === 'queued'
      ? `waits in the queue as job ${job} (${state.entry.state})`
      : state.state === 'unknown'
        ? `was handed over as job ${job}; SLURM cannot be asked here`
        : controller?.place === 'job'
          ? `goes on as job ${job} on ${host}`
          : `goes on ${controller === undefined ? 'on' : place} ${host}${process}`;
  return `${run} (${pipeline}, ${profile}) ${where}, for ${since}`;
}
