import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { storePaths } from '../store/paths.ts';
import { fileAge } from './claims.ts';
import { startTicks } from './process-start.ts';
import type { RunRecord } from './run-log.ts';

/** A run that was silent for so long is dead. Long, since what is deleted too early is lost. */
const SILENCE_MILLISECONDS = 24 * 3_600_000;

/** The runs that may still be at work on a store: they said so within a day, and their process is not known to be gone. */
export function livingRuns(store: string): string[] {
  const folder = storePaths.temporary(store);
  if (!existsSync(folder)) return [];
  const runs = readdirSync(folder).flatMap((name) => /^run-(.+)\.alive$/.exec(name)?.[1] ?? []);
  return runs.sort().filter((run) => {
    const here = readRun(store, run)?.host === hostname();
    const pid = Number(run.slice(run.lastIndexOf('-') + 1));
    if (here && startTicks(pid) === undefined) return false;
    return fileAge(store, join(folder, `run-${run}.alive`)) < SILENCE_MILLISECONDS;
  });
}

/** Who ran what, when, from which source; undefined where that is no longer known. */
export function readRun(store: string, run: string): RunRecord | undefined {
  try {
    return JSON.parse(readFileSync(storePaths.run(store, run), 'utf8')) as RunRecord;
  } catch {
    // A run of long ago, or one that a crash cut off: its results stand without it.
    return undefined;
  }
}
