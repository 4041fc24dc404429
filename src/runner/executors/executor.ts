import type { Resources } from '../../graph/node.ts';
import type { Exit, Failure } from '../attempt/attempt.ts';

/** One attempt that an executor is to carry out. */
export interface Job {
  readonly node: string;
  /** The attempt's folder, with `attempt.json` in it. */
  readonly folder: string;
  readonly resources: Resources;
  readonly onProgress: (done: number, total: number) => void;
}

/** Carries out attempts somewhere. `run` never rejects: what went wrong stands in the exit. */
export interface Executor {
  /** How many jobs may run at once, by lane: places whose room is counted apart. */
  readonly slots: readonly number[];
  /** The lane of a node that asks for these resources. */
  laneOf(resources: Resources): number;
  /** Whether it can look after an attempt that an executor of its kind began in an earlier run. */
  readonly attaches: boolean;
  run(job: Job): Promise<Exit>;
  /** Whether the same node may succeed in another attempt, since what failed was not the node. */
  isWorthRetrying(failure: Failure, job: Job): boolean;
  /** Stops running jobs; their nodes fail as interrupted. */
  abort(): void;
  /** Lets go of what can go on without this process, and stops the rest. */
  leave(): void;
  close(): Promise<void>;
}
