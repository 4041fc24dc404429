import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { digestOf } from '../../identity/digest.ts';
import { guardWrite } from '../../store/files.ts';
import { makeFolder } from '../../store/folders.ts';
import { storePaths } from '../../store/paths.ts';
import { startTicks } from '../attempt/process-start.ts';
import type { Workspace } from '../pipeline/workspace.ts';
import type { Listener } from './events.ts';
import { type RunController, type RunRecord, readRun, writeRun } from './run-record.ts';

/**
 * A name that sorts by time and is given once, whichever hosts share a store: second, random digits, process id. The
 * process id comes last, as in the names of earlier versions, which lack the random digits.
 */
export function nameRun(now: Date, pid: number): string {
  const second = now.toISOString().slice(0, 'yyyy-mm-ddThh:mm:ss'.length).replace(/[-:]/g, '');
  return `${second}-${randomBytes(4).toString('hex')}-${pid}`;
}

/** This process as the controller of a run. */
export function controllerHere({ place, job }: Pick<RunController, 'place' | 'job'>): RunController {
  return { place, pid: process.pid, startTicks: startTicks(process.pid) ?? '', job };
}

/** The record of a run that begins, or of one that goes on: a job may begin again. */
export function describeRun(workspace: Workspace, run: string, controller: RunController): RunRecord {
  return {
    schemaVersion: 1,
    run,
    pipeline: workspace.pipelineName,
    profile: workspace.profile,
    data: workspace.dataFolder ?? null,
    settings: workspace.settings,
    startedAt: readRun(workspace.store.root, run)?.startedAt ?? new Date().toISOString(),
    endedAt: null,
    host: hostname(),
    node: process.version,
    ...sourceState(workspace.packageRoot),
    summary: null,
    controller,
  };
}

/** Writes `runs/<run>.json` and `events/<run>.jsonl`. */
export class RunLog {
  readonly #store: string;
  readonly #record: RunRecord;

  constructor(store: string, record: RunRecord) {
    this.#store = store;
    this.#record = record;
    writeRun(store, record);
  }

  readonly listen: Listener = (event) => {
    if (event.type === 'progress') return;
    const path = storePaths.events(this.#store, this.#record.run);
    guardWrite(path, () => {
      makeFolder(dirname(path));
      appendFileSync(path, `${JSON.stringify({ time: new Date().toISOString(), ...event })}\n`);
    });
    if (event.type === 'summary')
      writeRun(this.#store, { ...this.#record, endedAt: new Date().toISOString(), summary: event });
  };
}

function sourceState(folder: string): { commit: string | null; uncommitted: string | null } {
  const git = (...args: string[]): string | undefined => {
    try {
      return execFileSync('git', args, {
        cwd: folder,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
        maxBuffer: 1 << 28,
      });
    } catch {
      // Not a checkout, or no git: the run is recorded without a commit.
      return undefined;
    }
  };
  const commit = git('rev-parse', 'HEAD')?.trim() ?? null;
  const changes = commit === null ? '' : `${git('status', '--porcelain') ?? ''}${git('diff', 'HEAD') ?? ''}`;
  return { commit, uncommitted: changes === '' ? null : digestOf(changes) };
}
