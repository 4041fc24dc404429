/** What a scorer profile is: how one example and its answer become counts. One file a profile. */
import type { Answer } from '../answers.ts';
import type { Task } from '../records.ts';

export type Metric = 'entity' | 'relation' | 'trigger' | 'argument';

/** True positives, false positives and false negatives; whole numbers (`fn` may be negative in `knowcoder`). */
export interface Counts {
  readonly tp: number;
  readonly fp: number;
  readonly fn: number;
}

export interface ScorerProfile {
  readonly name: string;
  /** One sentence for help pages and reports. */
  readonly summary: string;
  /** What the profile counts in each task; a task without metrics is left out of its figures. */
  readonly metrics: Readonly<Record<Task, readonly Metric[]>>;
  /** The counts of one answer for the metrics of its task; a metric that is left out counts nothing. */
  readonly count: (answer: Answer) => Readonly<Partial<Record<Metric, Counts>>>;
}

/** The metrics that all profiles but the single-task ones count. */
export const allMetrics = {
  ner: ['entity'],
  re: ['relation'],
  ee: ['trigger', 'argument'],
} as const satisfies ScorerProfile['metrics'];
