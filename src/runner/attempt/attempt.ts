import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { OutputKind } from '../../graph/node.ts';
import type { Recipe } from '../../identity/key.ts';
import type { Json } from '../../json.ts';
import { replaceFile } from '../../store/files.ts';
import { makeFolder } from '../../store/folders.ts';
import { readJsonFile } from '../../store/json-file.ts';
import type { DirectoryEntry, StoredOutput } from '../../store/record.ts';
import { isOfShards } from './attempt-shards.ts';

/** An input with its place: enough for a worker to read it without knowing the graph. */
export interface AttemptInput {
  readonly kind: OutputKind | 'file' | 'bundle';
  readonly digest: string;
  readonly path: string;
  readonly files?: readonly DirectoryEntry[];
}

/** One try at one node: all that `prouie exec FOLDER` needs. */
export interface Attempt {
  readonly schemaVersion: 1;
  readonly node: string;
  readonly key: string;
  readonly attempt: number;
  readonly recipe: Recipe;
  readonly params: { readonly [key: string]: Json };
  /** The step's module on disk. */
  readonly module: string;
  readonly inputs: { readonly [argument: string]: AttemptInput };
  readonly outputs: { readonly [output: string]: OutputKind };
  /** Into how many shards the work is split; one where left out. */
  readonly shards?: number;
  readonly store: string;
  readonly run: string;
  readonly host: string;
  readonly pid: number;
  /** Clock ticks between boot and the controller's start; tells a reused process id. */
  readonly startTicks: string;
}

/** An error as it travels between processes and into files. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly hint?: string | undefined;
  readonly location?:
    | {
        readonly file?: string | undefined;
        readonly line?: number | undefined;
        readonly column?: number | undefined;
      }
    | undefined;
  readonly stack?: string | undefined;
}

/** How an attempt ended; `exit.json` is the only proof of it. */
export interface Exit {
  readonly schemaVersion: 1;
  readonly ok: boolean;
  readonly outputs?: { readonly [output: string]: StoredOutput };
  readonly failure?: Failure;
  readonly startedAt: string;
  readonly seconds: number;
  /** Largest resident set of the worker so far, bytes. */
  readonly memory: number;
  readonly host: string;
  readonly versions: { readonly node: string };
}

export const attemptFiles = {
  attempt: 'attempt.json',
  exit: 'exit.json',
  log: 'log.txt',
  /** What stood in the log before it grew too large. */
  earlierLog: 'log.earlier.txt',
} as const;

export function writeAttempt(folder: string, attempt: Attempt): void {
  replaceFile(join(folder, attemptFiles.attempt), JSON.stringify(attempt));
}

/** @throws where there is none, or one that is torn */
export function readAttempt(folder: string): Attempt {
  const attempt = readJsonFile<Attempt>(
    join(folder, attemptFiles.attempt),
    ({ run, host, pid }) => typeof run === 'string' && typeof host === 'string' && typeof pid === 'number',
  );
  if (attempt === undefined) throw new Error(`${folder} holds no description of an attempt.`);
  return attempt;
}

export function writeExit(folder: string, exit: Exit): void {
  replaceFile(join(folder, attemptFiles.exit), JSON.stringify(exit));
}

/** @returns undefined while the attempt runs, or when its writer died */
export function readExit(folder: string): Exit | undefined {
  return readJsonFile<Exit>(join(folder, attemptFiles.exit), ({ ok }) => typeof ok === 'boolean');
}

/** Removes what an earlier start left in an attempt's folder, before the attempt is begun once more. */
export function clearAttempt(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (!name.endsWith('.json') && name !== attemptFiles.log && !isOfShards(name))
      rmSync(join(folder, name), { recursive: true, force: true });
  }
}

/** The numbers of a key's attempts, in order. */
export function listAttempts(workFolder: string): number[] {
  try {
    return readdirSync(workFolder)
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .sort((a, b) => a - b);
  } catch {
    // No folder: nobody tried yet.
    return [];
  }
}

/** @returns whether this call made the folder, and with it owns the attempt */
export function takeAttemptFolder(workFolder: string, attempt: number): boolean {
  makeFolder(workFolder);
  try {
    mkdirSync(join(workFolder, String(attempt)));
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw cause;
  }
}
