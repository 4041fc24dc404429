import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { RunRecord } from '../../src/runner/run/run-record.ts';
import { storePaths } from '../../src/store/paths.ts';
import { type Gate, openGate } from './gate.ts';
import { type Caller, pipelines, prouie } from './prouie.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** What `run --detach --json` says. */
export interface Announcement {
  readonly run: string;
  readonly place: 'background' | 'job';
  readonly pid: number | null;
  readonly job: string | null;
  readonly log: string | null;
}

/** A place where steered nodes are made by runs that nobody waits for. */
export interface DetachedPlace {
  readonly gate: Gate;
  readonly caller: Caller;
  readonly store: string;
  /** What names the same nodes in another call. */
  readonly flags: readonly string[];
  /** What names the same runs. */
  readonly runs: readonly string[];
  detach(...words: readonly string[]): Promise<Announcement>;
}

const pids: number[] = [];

afterAll(() => {
  for (const pid of pids) killQuietly(pid);
});

export async function openDetachedPlace(): Promise<DetachedPlace> {
  const gate = await openGate();
  const caller = { cwd: temporaryFolder() };
  const runs = ['--pipeline', join(pipelines, 'steered-nodes.ts')];
  const flags = [...runs, '--set', `gate=${gate.path}`];
  return {
    gate,
    caller,
    store: join(caller.cwd, '.prouie'),
    flags,
    runs,
    detach: (...words) => detach(caller, ...flags, ...words),
  };
}

/** Calls `run --detach`, which must start something. */
export async function detach(caller: Caller, ...words: readonly string[]): Promise<Announcement> {
  const { code, stdout, stderr } = await prouie(caller, 'run', '--detach', '--json', ...words);
  if (code !== 0) throw new Error(`run --detach ended with ${code}.\n${stderr}`);
  const announcement = JSON.parse(stdout) as Announcement;
  if (announcement.pid !== null) pids.push(announcement.pid);
  return announcement;
}

export function recordOfRun(store: string, run: string): RunRecord {
  return JSON.parse(readFileSync(storePaths.run(store, run), 'utf8')) as RunRecord;
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended, as it should.
    return;
  }
}
