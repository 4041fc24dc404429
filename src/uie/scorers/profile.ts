/** What a scorer profile is: how one example and its answer become items that are compared. One file a profile. */
import type { Answer } from '../answers.ts';
import type { Task } from '../records.ts';

/** What is counted. */
export type Metric = 'entity' | 'relation' | 'trigger' | 'argument';

/** One item of the gold or of an answer. */
export interface Item {
  /** Equal exactly for items that the profile takes for the same. */
  readonly key: string;
  /** Its parts as they were annotated or answered: type and text; type, head and tail; type, role and text. */
  readonly from: readonly string[];
  /** Its parts as they are compared, after the profile's normalisation. */
  readonly as: readonly string[];
}

/** An item that the profile leaves out before it compares. */
export interface DroppedItem {
  readonly side: 'gold' | 'answer';
  readonly from: readonly string[];
  /** The reason in a few words, for example `not in the text`. */
  readonly why: string;
}

/** The items of one metric in the order of the record; repeated ones are still there. */
export interface Comparison {
  readonly gold: readonly Item[];
  readonly answer: readonly Item[];
  readonly dropped?: readonly DroppedItem[];
}

/**
 * `set`: repeated items count once. `multiset`: a gold item is used up by one item of the answer. `membership`: every
 * item of the answer that is in the gold counts as right, a repeated one each time.
 */
export type Matching = 'set' | 'multiset' | 'membership';

/** A way to compare answers with the gold. */
export interface ScorerProfile {
  readonly name: string;
  /** One sentence for help pages and reports. */
  readonly summary: string;
  /** What is done to both sides before they are compared, in a few words. */
  readonly normalisation: string;
  /** What the profile counts in each task; a task without metrics is left out of its figures. */
  readonly metrics: Readonly<Record<Task, readonly Metric[]>>;
  readonly matching: Matching;
  /** The items of one answer for the metrics of its task; a metric that is left out counts nothing. */
  readonly compare: (answer: Answer) => Readonly<Partial<Record<Metric, Comparison>>>;
}

/** The metrics that all profiles but the single-task ones count. */
export const allMetrics = {
  ner: ['entity'],
  re: ['relation'],
  ee: ['trigger', 'argument'],
} as const satisfies ScorerProfile['metrics'];
