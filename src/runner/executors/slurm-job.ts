import { randomBytes } from 'node:crypto';
import { readlinkSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Resources } from '../../graph/node.ts';
import { guardWrite, replaceFile, syncFile } from '../../store/files.ts';
import { makeFolder } from '../../store/folders.ts';
import { readJsonFile } from '../../store/json-file.ts';

/**
 * The name of a new job: unique for all time, and readable in `squeue`.
 *
 * @param what it does, of which signs that SLURM or a folder may not take are left out
 * @param digits 12 hexadecimal ones
 */
export function nameJob(what: string, digits: string = randomBytes(6).toString('hex')): string {
  return `prouie-${digits}-${what.replaceAll(/[^\w.-]+/g, '-').slice(0, 60)}`;
}

/** Names inside a job's folder. */
export const jobFiles = {
  script: 'job.sh',
  intent: 'intent.json',
  submitted: 'submitted.json',
  /** A symbolic link to the id of the job that began, or to `void`. */
  start: 'start',
  output: 'output.txt',
} as const;

/** The link that a task of an array takes before it does anything, as `start` is that of the job. */
export function taskStart(task: number | string): string {
  return `${jobFiles.start}-${task}`;
}

/** What the task with an id such as `17_4` printed. */
export function taskOutput(id: string): string {
  return `output-${id}.txt`;
}

/** What is on disk before a job is submitted, so that it is found again whatever happens then. */
export interface JobIntent {
  readonly schemaVersion: 1;
  /** Unique for all time: what the job is found by. */
  readonly name: string;
  readonly attempts: readonly JobAttempt[];
  /** Of a job array: the shards of its only attempt that are its tasks, by their numbers. */
  readonly shards?: readonly number[];
  /** How many of its attempts run at once. */
  readonly slots: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export interface JobAttempt {
  readonly node: string;
  readonly folder: string;
  readonly resources: Resources;
}

/** The mark of a job that was given up before it began. */
const VOID = 'void';

/** Writes a job's folder: its script and its intent, forced to the disk. */
export function writeIntent(folder: string, intent: JobIntent, script: string): void {
  guardWrite(folder, () => makeFolder(folder));
  replaceFile(join(folder, jobFiles.script), script);
  const path = join(folder, jobFiles.intent);
  replaceFile(path, `${JSON.stringify(intent, null, 1)}\n`);
  guardWrite(path, () => syncFile(path));
}

/** @returns undefined where there is none, or one that a crash cut off: its job was never submitted */
export function readIntent(folder: string): JobIntent | undefined {
  return readJsonFile<JobIntent>(join(folder, jobFiles.intent), ({ attempts }) => Array.isArray(attempts));
}

export function writeSubmitted(folder: string, id: string): void {
  replaceFile(join(folder, jobFiles.submitted), `${JSON.stringify({ schemaVersion: 1, id })}\n`);
}

/** The id that sbatch gave; undefined where it is not known whether the job was submitted. */
export function readSubmitted(folder: string): string | undefined {
  const path = join(folder, jobFiles.submitted);
  return readJsonFile<{ readonly id: string }>(path, ({ id }) => typeof id === 'string')?.id;
}

/**
 * The id of the job that began; undefined where none did, or the job was given up.
 *
 * @param task of an array: that one alone
 */
export function readStart(folder: string, task?: number): string | undefined {
  const start = readStartLink(folder, task);
  return start === VOID ? undefined : start;
}

/**
 * Gives a job up. One that begins later, however it came into the queue, sees that and does nothing.
 *
 * @returns false where it has begun already, and so cannot be given up
 */
export function voidJob(folder: string): boolean {
  return takeStart(folder);
}

/** Gives a job up, and of an array that has begun all tasks that have not. */
export function voidRest(folder: string): void {
  voidJob(folder);
  for (const task of readIntent(folder)?.shards ?? []) takeStart(folder, task);
}

function takeStart(folder: string, task?: number): boolean {
  try {
    symlinkSync(VOID, startPath(folder, task));
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
    return readStartLink(folder, task) === VOID;
  }
}

function startPath(folder: string, task: number | undefined): string {
  return join(folder, task === undefined ? jobFiles.start : taskStart(task));
}

function readStartLink(folder: string, task?: number): string | undefined {
  try {
    return readlinkSync(startPath(folder, task));
  } catch {
    // Nobody took it yet.
    return undefined;
  }
}
