import { readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { replaceFile } from '../../store/files.ts';
import { readJsonFile } from '../../store/json-file.ts';
import { storePaths } from '../../store/paths.ts';
import type { RunEvent } from './events.ts';

/** Where the process that carries out a run was put. */
export type RunPlace =
  /** Where somebody called it, and may close the window. */
  | 'terminal'
  /** In a session of its own on one machine. */
  | 'background'
  /** On a cluster. */
  | 'job';

/** The process that carries out a run. */
export interface RunController {
  readonly place: RunPlace;
  /** Null for a job that has not begun. */
  readonly pid: number | null;
  /** Clock ticks between boot and its start; tells a process id that is used again. */
  readonly startTicks: string;
  /** The job's name on the cluster; null for a process. */
  readonly job: string | null;
}

/** Who ran what, when, from which source. */
export interface RunRecord {
  readonly schemaVersion: 1;
  readonly run: string;
  readonly pipeline: string;
  readonly profile: string;
  readonly data: string | null;
  readonly settings: readonly string[];
  /** When it was called. */
  readonly startedAt: string;
  readonly endedAt: string | null;
  /** Where its controller is, or was called for one that waits in a queue. */
  readonly host: string;
  readonly node: string;
  readonly commit: string | null;
  /** Digest of the changes that are not committed; null for a clean tree. */
  readonly uncommitted: string | null;
  readonly summary: RunEvent | null;
  /** Undefined for a run of an older version. */
  readonly controller?: RunController;
}

/** Who ran what, when, from which source; undefined where that is no longer known. */
export function readRun(store: string, run: string): RunRecord | undefined {
  return readJsonFile<RunRecord>(
    storePaths.run(store, run),
    ({ host, startedAt, endedAt }) =>
      typeof host === 'string' &&
      typeof startedAt === 'string' &&
      (endedAt === null || typeof endedAt === 'string'),
  );
}

export function writeRun(store: string, record: RunRecord): void {
  replaceFile(storePaths.run(store, record.run), `${JSON.stringify(record)}\n`);
}

/** Notes that a run is over whose controller could not do so. */
export function closeRun(store: string, record: RunRecord): void {
  writeRun(store, { ...record, endedAt: new Date().toISOString() });
}

/** The names of all runs with a record, which sort by time. */
export function listRunRecords(store: string): string[] {
  try {
    return readdirSync(dirname(storePaths.run(store, 'any')))
      .flatMap((name) => /^(.+)\.json$/.exec(name)?.[1] ?? [])
      .sort();
  } catch {
    // No run yet.
    return [];
  }
}
