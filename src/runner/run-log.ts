import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { digestOf } from '../identity/digest.ts';
import { guardWrite, replaceFile } from '../store/files.ts';
import { storePaths } from '../store/paths.ts';
import type { Listener, RunEvent } from './events.ts';
import type { Workspace } from './workspace.ts';

/** Who ran what, when, from which source. */
export interface RunRecord {
  readonly schemaVersion: 1;
  readonly run: string;
  readonly pipeline: string;
  readonly profile: string;
  readonly data: string | null;
  readonly settings: readonly string[];
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly host: string;
  readonly node: string;
  readonly commit: string | null;
  /** Digest of the changes that are not committed; null for a clean tree. */
  readonly uncommitted: string | null;
  readonly summary: RunEvent | null;
}

/** A name that sorts by time and is unique on this file system. */
export function nameRun(now: Date, pid: number): string {
  return `${now
    .toISOString()
    .replace(/[-:]/g, '')
    .replace(/\.\d+Z$/, '')}-${pid}`;
}

/** Writes `runs/<run>.json` and `events/<run>.jsonl`. */
export class RunLog {
  readonly #workspace: Workspace;
  readonly #record: RunRecord;

  constructor(workspace: Workspace, run: string, startedAt: Date) {
    this.#workspace = workspace;
    this.#record = {
      schemaVersion: 1,
      run,
      pipeline: workspace.pipelineName,
      profile: workspace.profile,
      data: workspace.dataFolder ?? null,
      settings: workspace.settings,
      startedAt: startedAt.toISOString(),
      endedAt: null,
      host: hostname(),
      node: process.version,
      ...sourceState(workspace.packageRoot),
      summary: null,
    };
    this.#write(this.#record);
  }

  readonly listen: Listener = (event) => {
    if (event.type === 'progress') return;
    const path = storePaths.events(this.#workspace.store.root, this.#record.run);
    guardWrite(path, () => {
      mkdirSync(dirname(path), { recursive: true });
      appendFileSync(path, `${JSON.stringify({ time: new Date().toISOString(), ...event })}\n`);
    });
    if (event.type === 'summary')
      this.#write({ ...this.#record, endedAt: new Date().toISOString(), summary: event });
  };

  #write(record: RunRecord): void {
    replaceFile(storePaths.run(this.#workspace.store.root, record.run), `${JSON.stringify(record)}\n`);
  }
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
