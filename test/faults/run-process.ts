import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll } from 'vitest';
import type { RunEvent } from '../../src/runner/run/events.ts';

/** A run that takes longer than this hangs, milliseconds. */
const PATIENCE = 120_000;

/** A call of `prouie run --json` that is under way. */
export interface BenchRun {
  readonly pid: number;
  readonly ended: Promise<EndedRun>;
  kill(signal: NodeJS.Signals): void;
  /** When so many nodes were made, or at its end. */
  made(count: number): Promise<void>;
}

export interface EndedRun {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
  readonly events: readonly RunEvent[];
  readonly hung: boolean;
}

const started = new Set<BenchRun>();

afterAll(() => {
  for (const run of started) run.kill('SIGKILL');
});

export function startRun(
  installation: string,
  cwd: string,
  env: Readonly<Record<string, string>>,
  words: readonly string[],
): BenchRun {
  const { PROUIE_STORE: _store, ...inherited } = process.env;
  const child = spawn(process.execPath, [join(installation, 'bin/prouie.js'), 'run', '--json', ...words], {
    cwd,
    env: { ...inherited, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const events: RunEvent[] = [];
  const waiting = new Set<() => void>();
  let stderr = '';
  let hung = false;
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk;
  });
  createInterface({ input: child.stdout }).on('line', (line) => {
    // The last line of a process that was killed may be cut off.
    if (line.startsWith('{') && line.endsWith('}')) events.push(JSON.parse(line) as RunEvent);
    for (const look of waiting) look();
  });
  const patience = setTimeout(() => {
    hung = true;
    child.kill('SIGKILL');
  }, PATIENCE);
  const ended = new Promise<EndedRun>((resolve) => {
    child.on('close', (code, signal) => {
      clearTimeout(patience);
      started.delete(run);
      resolve({ code, signal, stderr, events, hung });
    });
  });
  const run: BenchRun = {
    pid: child.pid!,
    ended,
    kill: (signal) => void child.kill(signal),
    made: (count) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (events.filter(({ type }) => type === 'finish').length >= count) resolve();
        };
        waiting.add(look);
        void ended.then(() => resolve());
        look();
      }),
  };
  started.add(run);
  return run;
}
