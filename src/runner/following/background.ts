import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ProuieError } from '../../errors.ts';
import { guardWrite } from '../../store/files.ts';
import { makeFolder } from '../../store/folders.ts';
import { storePaths } from '../../store/paths.ts';
import { lastLines } from '../run/run-output.ts';
import { readRun } from '../run/run-record.ts';

export interface BackgroundOptions {
  readonly store: string;
  readonly run: string;
  /** The program with its arguments. */
  readonly command: readonly string[];
  readonly folder: string;
  readonly env: { readonly [name: string]: string | undefined };
  /** Ends a process that has not begun its run. */
  readonly signal: AbortSignal;
}

export type Beginning =
  | { readonly state: 'begun'; readonly pid: number }
  /** It ended well before it began anything: others made what was stale. */
  | { readonly state: 'nothing left' }
  /** It was ended by its caller. */
  | { readonly state: 'stopped' };

const LOOK_MILLISECONDS = 50;

/**
 * Starts a run in a session of its own, with its output in `runs/<run>.log`, and waits until its record is there.
 * Neither Ctrl-C nor the end of the terminal reaches it.
 *
 * @throws ProuieError PROUIE_RUN_START with the log's last lines where it ends before it began; the errors of writing
 */
export async function startInBackground(options: BackgroundOptions): Promise<Beginning> {
  const { store, run, command, folder, env, signal } = options;
  const log = storePaths.runLog(store, run);
  const output = guardWrite(log, () => {
    makeFolder(dirname(log));
    return openSync(log, 'a');
  });
  const [program, ...words] = command;
  const child = spawn(program!, words, {
    cwd: folder,
    env: { ...env },
    detached: true,
    stdio: ['ignore', output, output],
  });
  let ended: string | undefined;
  child.on('error', (cause) => {
    ended = cause.message;
  });
  child.on('exit', (code, by) => {
    ended = by === null ? `exit code ${code}` : `signal ${by}`;
  });
  closeSync(output);
  const end = (): void => void child.kill('SIGTERM');
  signal.addEventListener('abort', end);
  for (;;) {
    const over = ended;
    if (readRun(store, run) !== undefined) break;
    if (over !== undefined && signal.aborted) return { state: 'stopped' };
    if (over === 'exit code 0') return { state: 'nothing left' };
    if (over !== undefined) throw failedStart(over, log);
    await delay(LOOK_MILLISECONDS);
  }
  signal.removeEventListener('abort', end);
  child.unref();
  return { state: 'begun', pid: child.pid! };
}

function failedStart(how: string, log: string): ProuieError {
  return new ProuieError(
    'PROUIE_RUN_START',
    `The run in the background ended before it began, with ${how}.\n${lastLines(log)}`.trimEnd(),
    {
      hint: 'What is above is the end of its log. Without --detach the same run begins in this terminal.',
      location: { file: log },
    },
  );
}
