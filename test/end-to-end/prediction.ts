import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { existsSync, readFileSync, watch } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll } from 'vitest';
import { packageRoot } from './prouie.ts';

/** How a prediction ended. */
export interface Predicted {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A prediction that is under way and can be asked more. */
export interface Predicting {
  readonly input: Writable;
  readonly ended: Promise<Predicted>;
  kill(signal: NodeJS.Signals): void;
}

const children = new Set<ChildProcessByStdio<Writable, Readable, Readable>>();

afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
});

/** Starts `prouie predict`; one that still runs when the tests of the file have ended is killed. */
export function startPredict(cwd: string, ...words: readonly string[]): Predicting {
  const { PROUIE_STORE: _, ...env } = process.env;
  const child = spawn(process.execPath, [join(packageRoot, 'bin/prouie.js'), 'predict', ...words], {
    cwd,
    env: { ...env, NO_COLOR: '1' },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  children.add(child);
  // A prediction that ends early does not read to the end.
  child.stdin.on('error', () => child.stdin.destroy());
  const exit = new Promise<Pick<Predicted, 'code' | 'signal'>>((resolve) =>
    child.once('exit', (code, signal) => resolve({ code, signal })),
  );
  const ended = Promise.all([exit, text(child.stdout), text(child.stderr)]).then(
    ([{ code, signal }, stdout, stderr]) => ({ code, signal, stdout, stderr }),
  );
  return { input: child.stdin, ended, kill: (signal) => void child.kill(signal) };
}

/** A whole prediction. */
export function predict(
  cwd: string,
  input: string | Uint8Array,
  ...words: readonly string[]
): Promise<Predicted> {
  const { input: stdin, ended } = startPredict(cwd, ...words);
  stdin.end(input);
  return ended;
}

/** When a file holds so many lines. */
export function holdsLines(path: string, count: number): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (!existsSync(path) || readFileSync(path, 'utf8').split('\n').length <= count) return;
      watcher.close();
      resolve();
    };
    const watcher = watch(dirname(path), look);
    look();
  });
}

export function jsonLines(output: string): readonly Record<string, unknown>[] {
  return output
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
