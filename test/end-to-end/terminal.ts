import { join } from 'node:path';
import { execa } from 'execa';
import { type Caller, packageRoot } from './prouie.ts';

/** Whether there is the program that gives a process a terminal. */
export const hasTerminal = await execa('script', ['--version'], { reject: false }).then(
  ({ exitCode }) => exitCode === 0,
);

/** A call of `prouie` on a terminal. */
export interface Shown {
  /** What is typed. */
  type(text: string): void;
  /** When the terminal shows this. */
  shows(what: RegExp): Promise<void>;
  /** The exit code and all that the terminal got; escape characters are written ␛. */
  readonly ended: Promise<{ readonly code: number | undefined; readonly shown: string }>;
}

export function onTerminal({ cwd, env }: Caller, ...words: readonly string[]): Shown {
  const command = [process.execPath, join(packageRoot, 'bin/prouie.js'), ...words].join(' ');
  const child = execa('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
    cwd,
    env: { TERM: 'xterm', NO_COLOR: undefined, PROUIE_STORE: undefined, ...env },
    stdin: 'pipe',
    reject: false,
    stripFinalNewline: false,
  });
  let shown = '';
  const looks = new Set<() => void>();
  child.stdout.on('data', (chunk: Buffer) => {
    shown += chunk.toString().replaceAll('\u001b', '␛');
    for (const look of looks) look();
  });
  return {
    type: (text) => void child.stdin.write(text),
    shows: (what) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (what.test(shown)) resolve();
        };
        looks.add(look);
        look();
      }),
    ended: child.then(({ exitCode }) => ({ code: exitCode, shown })),
  };
}
