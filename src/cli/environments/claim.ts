import { linkSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { ProuieError } from '../../errors.ts';
import { startTicks } from '../../runner/attempt/process-start.ts';
import { makeFolder } from '../../store/folders.ts';
import { readJsonFile } from '../../store/json-file.ts';

interface Claim {
  readonly pid: number;
  /** When that process started; another one may have its id by now. */
  readonly started: string | undefined;
}

/**
 * Claims a path for this process by a file beside it. What a process claimed that has died since is taken over.
 *
 * @returns what gives the claim back
 * @throws ProuieError PROUIE_ENVIRONMENT_BUSY while a living process has it
 */
export function claimFolder(folder: string): () => void {
  const path = `${folder}.claim`;
  const aside = `${path}.${process.pid}`;
  makeFolder(dirname(path));
  writeFileSync(
    aside,
    JSON.stringify({ pid: process.pid, started: startTicks(process.pid) } satisfies Claim),
  );
  try {
    if (!publish(aside, path)) {
      clearDead(path, `${aside}.dead`, folder);
      if (!publish(aside, path)) throw busy(folder, undefined);
    }
  } finally {
    rmSync(aside, { force: true });
  }
  return () => rmSync(path, { force: true });
}

function publish(aside: string, path: string): boolean {
  try {
    linkSync(aside, path);
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw cause;
  }
}

/** Moves a dead claim out of the way; one that came in between is put back. */
function clearDead(path: string, dead: string, folder: string): void {
  const seen = readClaim(path);
  if (seen !== undefined && isAlive(seen)) throw busy(folder, seen);
  try {
    renameSync(path, dead);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw cause;
  }
  const moved = readClaim(dead);
  if (moved !== undefined && isAlive(moved)) publish(dead, path);
  rmSync(dead, { force: true });
}

function readClaim(path: string): Claim | undefined {
  return readJsonFile<Claim>(path, ({ pid }) => typeof pid === 'number');
}

function isAlive({ pid, started }: Claim): boolean {
  const now = startTicks(pid);
  return now !== undefined && now === started;
}

function busy(folder: string, claim: Claim | undefined): ProuieError {
  return new ProuieError(
    'PROUIE_ENVIRONMENT_BUSY',
    `${folder} is being made by ${claim === undefined ? 'another process' : `process ${claim.pid}`}.`,
    { hint: 'Wait until it is done: what it makes is used here too.' },
  );
}
