import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { attemptFiles, type Exit, type Failure } from '../attempt/attempt.ts';
import type { QueueEntry } from './slurm-states.ts';

/** An attempt whose end somebody awaits. */
export interface OpenAttempt {
  readonly folder: string;
  readonly end: (exit: Exit) => void;
  readonly fail: (failure: Failure) => void;
  /** Since when its outputs are awaited, milliseconds. */
  partSince?: number;
}

/** A job in the queue, or on its way there. */
export interface ClusterJob {
  readonly name: string;
  readonly folder: string;
  /** Attempts that have not ended, by folder. */
  readonly open: Map<string, OpenAttempt>;
  /** Of a job array: its tasks, which are shards of its only attempt. */
  readonly shards: readonly number[] | undefined;
  /** Ends of tasks as the queue told of them; it forgets them before the last one has ended. */
  readonly endedTasks: Map<number, QueueEntry>;
  /** Undefined until it is submitted; an error of sbatch leaves it undefined though there may be a job. */
  id: string | undefined;
  /** False while sbatch is at work. */
  watched: boolean;
  /** Since when it is over, or unknown to SLURM, milliseconds. */
  goneSince: number | undefined;
}

/** A job as it is before anything is known of it. */
export function clusterJob(
  parts: Pick<ClusterJob, 'name' | 'folder' | 'shards'>,
  open: readonly OpenAttempt[],
): ClusterJob {
  return {
    ...parts,
    open: new Map(open.map((one) => [one.folder, one])),
    endedTasks: new Map(),
    id: undefined,
    watched: false,
    goneSince: undefined,
  };
}

/** Writes a line into the logs of a job's open attempts. */
export function logToAttempts(job: ClusterJob, line: string): void {
  for (const { folder } of job.open.values()) {
    try {
      appendFileSync(join(folder, attemptFiles.log), `${line}\n`);
    } catch {
      // A full disk: the node itself will report it.
      return;
    }
  }
}
