import { closeSync, existsSync, openSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { guardWrite, removeQuietly } from '../../store/files.ts';
import { storePaths } from '../../store/paths.ts';
import {
  adoptAttempt,
  type Controller,
  clusterJobOf,
  countAdoptions,
  readAdopter,
} from '../attempt/adoption.ts';
import {
  type Attempt,
  attemptFiles,
  listAttempts,
  readAttempt,
  readExit,
  takeAttemptFolder,
  writeAttempt,
} from '../attempt/attempt.ts';
import { startTicks } from '../attempt/process-start.ts';
import { voidJob } from '../executors/slurm-job.ts';

/** How often a controller says that it lives. */
const HEARTBEAT_MILLISECONDS = 5_000;
/** A controller of another host that was silent for so long is taken for dead. */
const SILENCE_MILLISECONDS = 60_000;
/** An attempt folder this young without its description belongs to somebody who is about to write it. */
const BIRTH_MILLISECONDS = 5_000;

export interface OwnClaim {
  readonly state: 'mine';
  readonly attempt: number;
  readonly folder: string;
  /** A controller that is gone left the attempt to a cluster: it is looked after, or its result taken. */
  readonly adopted: boolean;
}

export type Claim =
  | OwnClaim
  /** Somebody alive works on it; `by` says who. */
  | { readonly state: 'taken'; readonly by: string };

/**
 * Claims a key by making the folder of its next attempt, which only one process can do. An attempt whose controller
 * died is passed over, and its folder left as it is. There is nothing to unlock.
 *
 * @param run the name of the run that claims
 * @param attaches whether the run can look after an attempt that was left to a cluster
 */
export function claimKey(store: string, key: string, run: string, attaches: boolean): Claim {
  const work = storePaths.work(store, key);
  for (;;) {
    const last = listAttempts(work).at(-1) ?? 0;
    if (last > 0) {
      const folder = join(work, String(last));
      const adoptions = countAdoptions(folder);
      const owner = claimHolder(store, key, folder);
      if (owner !== undefined) return { state: 'taken', by: owner };
      const left = claimLeft(store, key, { attempt: last, folder, adoptions }, run, attaches);
      if (left === 'again') continue;
      if (left !== undefined) return left;
    }
    const folder = join(work, String(last + 1));
    if (guardWrite(folder, () => takeAttemptFolder(work, last + 1)))
      return { state: 'mine', attempt: last + 1, folder, adopted: false };
  }
}

/**
 * The claim of an attempt whose controller is gone, but which a cluster carries out all the same, or has carried out.
 *
 * @returns undefined where there is no such attempt, `again` where another controller was faster
 */
function claimLeft(
  store: string,
  key: string,
  {
    attempt,
    folder,
    adoptions,
  }: { readonly attempt: number; readonly folder: string; readonly adoptions: number },
  run: string,
  attaches: boolean,
): Claim | 'again' | undefined {
  const job = clusterJobOf(folder);
  if (job === undefined) return undefined;
  const exit = readExit(folder);
  if (exit !== undefined && (!exit.ok || existsSync(storePaths.record(store, key)))) return undefined;
  if (exit === undefined && !attaches) {
    return voidJob(storePaths.job(store, job))
      ? undefined
      : { state: 'taken', by: `the SLURM job ${job}, which a run with its profile looks after` };
  }
  return adoptAttempt(folder, run, adoptions) ? { state: 'mine', attempt, folder, adopted: true } : 'again';
}

/** Takes a claim back before anything was done with it. */
export function giveBack(claim: OwnClaim): void {
  rmdirSync(claim.folder);
}

/** Writes down what is to be done; a claim that cannot be described is taken back. */
export function describeAttempt(claim: OwnClaim, attempt: Attempt): void {
  try {
    writeAttempt(claim.folder, attempt);
  } catch (cause) {
    giveBack(claim);
    throw cause;
  }
}

/** Who holds a key by an attempt: its worker is at it, or its controller has yet to publish what it made. */
function claimHolder(store: string, key: string, folder: string): string | undefined {
  const exit = readExit(folder);
  if (exit === undefined) return livingController(store, folder);
  if (!exit.ok || existsSync(storePaths.record(store, key))) return undefined;
  return livingController(store, folder, process.pid);
}

/** Who works on the attempt now; undefined when it ended, or its controller is dead and no cluster is at it. */
export function livingOwner(store: string, folder: string): string | undefined {
  if (readExit(folder) !== undefined) return undefined;
  const job = clusterJobOf(folder);
  return livingController(store, folder) ?? (job === undefined ? undefined : `the SLURM job ${job}`);
}

function livingController(store: string, folder: string, except?: number): string | undefined {
  let attempt: Controller;
  try {
    attempt = readAdopter(folder) ?? readAttempt(folder);
  } catch {
    // The description comes a moment after the folder; later its writer must have died.
    return fileAge(store, folder) < BIRTH_MILLISECONDS ? 'another run' : undefined;
  }
  const owner = `process ${attempt.pid} on ${attempt.host}`;
  if (attempt.host === hostname()) {
    if (attempt.pid === except) return undefined;
    const ticks = startTicks(attempt.pid);
    return ticks !== undefined && (attempt.startTicks === '' || ticks === attempt.startTicks)
      ? owner
      : undefined;
  }
  return hasFreshHeartbeat(store, attempt.run) ? owner : undefined;
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
    guardWrite(this.#path, () => writeFileSync(this.#path, '.'));
    this.#timer = setInterval(() => this.#beat(), HEARTBEAT_MILLISECONDS);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
    removeQuietly(this.#path);
  }

  #beat(): void {
    try {
      // Written to, not touched: so the file server gives the time, and a wrong clock on this machine does no harm.
      writeFileSync(this.#path, '.');
    } catch {
      // A store that went away shows at the next write of a result, with a better message.
      return;
    }
  }
}

/** Whether a run's controller, wherever it is, gave a sign of life lately. */
export function hasFreshHeartbeat(store: string, run: string): boolean {
  return fileAge(store, heartbeatPath(store, run)) < SILENCE_MILLISECONDS;
}

export function heartbeatPath(store: string, run: string): string {
  return join(storePaths.temporary(store), `run-${run}.alive`);
}

/** Milliseconds since the file was touched, by the clock of the file system; infinite where there is no file. */
export function fileAge(store: string, path: string): number {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return Number.POSITIVE_INFINITY;
  return fileServerTime(store) - stats.mtimeMs;
}

function fileServerTime(store: string): number {
  const probe = join(storePaths.temporary(store), `clock-${process.pid}`);
  try {
    closeSync(openSync(probe, 'w'));
    const { mtimeMs } = statSync(probe);
    rmSync(probe, { force: true });
    return mtimeMs;
  } catch {
    // A store that may only be read, or another thread with the same probe: the clock of this machine must do.
    return Date.now();
  }
}
