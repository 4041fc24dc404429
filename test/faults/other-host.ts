import { execFileSync } from 'node:child_process';
import { readdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll } from 'vitest';
import { packageRoot } from '../end-to-end/prouie.ts';

/** The name of the other host. */
export const OTHER_HOST = 'far-away';

/** A run on another host: on this machine, but under another host name. */
export interface FarRun {
  readonly ended: Promise<{ readonly code: number | undefined; readonly stdout: string }>;
  /** Sends a signal to the controller. */
  kill(signal: NodeJS.Signals): void;
}

/** Whether this user may give a process another host name. */
export function canRename(): boolean {
  try {
    execFileSync('unshare', ['--uts', 'hostname', OTHER_HOST], { stdio: 'ignore' });
    return true;
  } catch {
    // Not root, or a container without the right.
    return false;
  }
}

const started: FarRun[] = [];

afterAll(() => {
  for (const run of started) run.kill('SIGKILL');
});

export function startOnOtherHost(
  cwd: string,
  words: readonly string[],
  env: Readonly<Record<string, string>> = {},
): FarRun {
  // unshare, the shell and the controller are one process, each in the place of the one before.
  const program = 'hostname "$1" && shift && exec "$@"';
  const prouie = [process.execPath, join(packageRoot, 'bin/prouie.js'), 'run', '--json', ...words];
  const child = execa('unshare', ['--uts', 'sh', '-c', program, 'sh', OTHER_HOST, ...prouie], {
    cwd,
    env: { PROUIE_STORE: undefined, ...env },
    stdin: 'ignore',
    reject: false,
  });
  const run: FarRun = {
    ended: child.then(({ exitCode, stdout }) => ({ code: exitCode, stdout })),
    kill: (signal) => void child.kill(signal),
  };
  started.push(run);
  return run;
}

/** Makes the signs of life of all runs two minutes old, as if their controllers had been silent for so long. */
export function letHeartsStop(cwd: string): void {
  const folder = join(cwd, '.prouie', 'temporary');
  const then = new Date(Date.now() - 120_000);
  for (const name of readdirSync(folder))
    if (name.endsWith('.alive')) utimesSync(join(folder, name), then, then);
}
