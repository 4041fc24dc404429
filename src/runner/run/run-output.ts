import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { storePaths } from '../../store/paths.ts';
import { jobFiles } from '../executors/slurm-job.ts';
import type { RunRecord } from './run-record.ts';

const LAST_LINES = 12;

/** The file that a run outside of a terminal prints to; undefined where there is none. */
export function logOfRun(
  store: string,
  { run, controller }: Pick<RunRecord, 'run' | 'controller'>,
): string | undefined {
  const job = controller?.job ?? null;
  const log =
    job === null ? storePaths.runLog(store, run) : join(storePaths.job(store, job), jobFiles.output);
  return existsSync(log) ? log : undefined;
}

/** The end of a log, to be shown beside an error; nothing where there is none. */
export function lastLines(log: string): string {
  try {
    return readFileSync(log, 'utf8').trimEnd().split('\n').slice(-LAST_LINES).join('\n');
  } catch {
    // It printed nothing.
    return '';
  }
}
