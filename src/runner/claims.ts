import { closeSync, openSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { guardWrite } from '../store/files.ts';
import { storePaths } from '../store/paths.ts';
import { attemptFiles, listAttempts, readAttempt, readExit, takeAttemptFolder } from './attempt.ts';

/** How often a controller says that it lives. */
export const HEARTBEAT_MILLISECONDS = 5_000;
/** A controller of another host that was silent for so long is taken for dead. */
const SILENCE_MILLISECONDS = 60_000;
/** An attempt folder this young without its description belongs to somebody who is about to write it. */
const BIRTH_MILLISECONDS = 5_000;

export type Claim =
  | { readonly state: 'mine'; readonly attempt: number; readonly folder: string }
  /** Somebody alive works on it; `by` says who. */
  | { readonly state: 'taken'; readonly by: string };

/**
 * Claims a key by making the folder of its next attempt, which only one process can do. An attempt whose controller
 * died is passed over, and its folder left as it is. There is nothing to unlock.
 */
export function claimKey(store: string, key: string): Claim {
  const work = storePaths.work(store, key);
  for (;;) {
    const last = listAttempts(work).at(-1) ?? 0;
    if (last > 0) {
      const owner = livingOwner(store, join(work, String(last)));
      if (owner !== undefined) return { state: 'taken', by: owner };
    }
    const folder = join(work, String(last + 1));
    if (guardWrite(folder, () => takeAttemptFolder(work, last + 1)))
      return { state: 'mine', attempt: last + 1, folder };
  }
}

/** Who works on the attempt now; undefined when it ended or its controller is dead. */
export function livingOwner(store: string, folder: string): string | undefined {
  if (readExit(folder) !== undefined) return undefined;
  let attempt: ReturnType<typeof readAttempt>;
  try {
    attempt = readAttempt(folder);
  } catch {
    // The description comes a moment after the folder; later its writer must have died.
    return fileAge(store, folder) < BIRTH_MILLISECONDS ? 'another run' : undefined;
  }
  const owner = `process ${attempt.pid} on ${attempt.host}`;
  if (attempt.host === hostname()) {
    const ticks = startTicks(attempt.pid);
    return ticks !== undefined && (attempt.startTicks === '' || ticks === attempt.startTicks)
      ? owner
      : undefined;
  }
  return fileAge(store, heartbeatPath(store, attempt.run)) < SILENCE_MILLISECONDS ? owner : undefined;
}

export function attemptLog(folder: string): string {
  return join(folder, attemptFiles.log);
}

/** Keeps a file's time young while the controller lives. */
export class Heartbeat {
  readonly #path: string;
  readonly #timer: NodeJS.Timeout;

  constructor(store: string, run: string) {
    this.#path = heartbeatPath(store, run);
    guardWrite(this.#path, () => writeFileSync(this.#path, ''));
    this.#timer = setInterval(() => this.#beat(), HEARTBEAT_MILLISECONDS);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
    rmSync(this.#path, { force: true });
  }

  #beat(): void {
    const now = new Date();
    try {
      utimesSync(this.#path, now, now);
    } catch {
      // A store that went away shows at the next write of a result, with a better message.
      return;
    }
  }
}

function heartbeatPath(store: string, run: string): string {
  return join(storePaths.temporary(store), `run-${run}.alive`);
}

/** Milliseconds since the file was touched, by the clock of the file system; infinite where there is no file. */
export function fileAge(store: string, path: string): number {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return Number.POSITIVE_INFINITY;
  const probe = join(storePaths.temporary(store), `clock-${process.pid}`);
  closeSync(openSync(probe, 'w'));
  const now = statSync(probe).mtimeMs;
  rmSync(probe, { force: true });
  return now - stats.mtimeMs;
}

/** When a living process started, in clock ticks since boot; undefined for a dead one, empty where unknown. */
export function startTicks(pid: number): string | undefined {
  try {
    process.kill(pid, 0);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ESRCH') return undefined;
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    // No /proc on this system: the process id alone must do.
    return '';
  }
}
