import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { storePaths } from '../../store/paths.ts';
import { type Attempt, type Exit, listAttempts, readAttempt, readExit } from '../attempt/attempt.ts';
import { shardOfFolder, shardWorkFolder } from '../attempt/attempt-shards.ts';
import { attemptLog, livingOwner } from '../run/claims.ts';

/** One try at a key and how it went, as far as its folder tells. */
export interface AttemptReport {
  readonly attempt: number;
  readonly folder: string;
  /** Undefined where its writer died before it wrote a description. */
  readonly description: Attempt | undefined;
  /** Undefined while it runs, and where its process died. */
  readonly exit: Exit | undefined;
  /** Who is at it now. */
  readonly owner: string | undefined;
  /** Undefined where nothing was logged. */
  readonly log: string | undefined;
}

/** The attempts at a key that are still in the store, oldest first. */
export function reportAttempts(store: string, key: string): AttemptReport[] {
  return listAttempts(storePaths.work(store, key)).map((attempt) => {
    const folder = storePaths.attempt(store, key, attempt);
    return {
      attempt,
      folder,
      description: readDescription(folder),
      exit: readExit(folder),
      owner: livingOwner(store, folder),
      log: readLog(folder),
    };
  });
}

function readDescription(folder: string): Attempt | undefined {
  try {
    return readAttempt(folder);
  } catch {
    // The controller died between making the folder and describing it.
    return undefined;
  }
}

/** The log of an attempt, after those of its shards where these were done side by side. */
function readLog(folder: string): string | undefined {
  const shards = readdirSync(folder)
    .flatMap((name) => shardOfFolder(name) ?? [])
    .sort((a, b) => a - b);
  const parts = [
    ...shards.flatMap((index) => {
      const text = readText(attemptLog(shardWorkFolder(folder, index)));
      return text === undefined ? [] : [`--- shard ${index}\n${text}`];
    }),
    readText(attemptLog(folder)) ?? [],
  ].flat();
  return parts.length === 0 ? undefined : parts.join('');
}

function readText(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}
