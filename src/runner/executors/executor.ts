import type { Exit } from '../attempt.ts';

/** One attempt that an executor is to carry out. */
export interface Job {
  readonly node: string;
  /** The attempt's folder, with `attempt.json` in it. */
  readonly folder: string;
  /** Seconds after which the job is stopped. */
  readonly timeLimit: number | undefined;
  readonly onProgress: (done: number, total: number) => void;
}

/** Carries out attempts somewhere. `run` never rejects: what went wrong stands in the exit. */
export interface Executor {
  /** How many jobs may run at once. */
  readonly slots: number;
  run(job: Job): Promise<Exit>;
  /** Stops running jobs; their nodes fail as interrupted. */
  abort(): void;
  close(): Promise<void>;
}
