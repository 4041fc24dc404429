import { existsSync, readdirSync } from 'node:fs';
import { hostname } from 'node:os';
import { storePaths } from '../../store/paths.ts';
import { startTicks } from '../attempt/process-start.ts';
import { fileAge, hasFreshHeartbeat, heartbeatPath } from '../run/claims.ts';
import { type RunRecord, readRun } from '../run/run-record.ts';

/** A run that was silent for so long is dead. Long, since what is deleted too early is lost. */
const SILENCE_MILLISECONDS = 24 * 3_600_000;

/** The runs that may still be at work on a store: they said so within a day, and their process is not known to be gone. */
export function livingRuns(store: string): string[] {
  const folder = storePaths.temporary(store);
  if (!existsSync(folder)) return [];
  const runs = readdirSync(folder).flatMap((name) => /^run-(.+)\.alive$/.exec(name)?.[1] ?? []);
  return runs.sort().filter((run) => {
    const record = readRun(store, run);
    const pid = record?.controller?.pid ?? Number(run.slice(run.lastIndexOf('-') + 1));
    if (record?.host === hostname() && startTicks(pid) === undefined) return false;
    return fileAge(store, heartbeatPath(store, run)) < SILENCE_MILLISECONDS;
  });
}

/** Whether the process that carries out a run lives. Of one on another host, only its sign of life tells. */
export function hasLivingController(store: string, { run, host, controller }: RunRecord): boolean {
  if (!existsSync(heartbeatPath(store, run))) return false;
  if (host !== hostname() || controller === undefined) return hasFreshHeartbeat(store, run);
  const ticks = controller.pid === null ? undefined : startTicks(controller.pid);
  return ticks !== undefined && (controller.startTicks === '' || ticks === controller.startTicks);
}
