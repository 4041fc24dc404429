import type { ExampleCounts } from '../resampling.ts';

export const TASKS = ['ner', 're', 'ee'] as const;
export type Task = (typeof TASKS)[number];
export type Metric = 'entity' | 'relation' | 'trigger' | 'argument';
export const PHASES = ['cm1', 'cm2', 'cm3', 'sa', 'de1', 'de2', 'de3'] as const;
export type Phase = (typeof PHASES)[number];

/** The score of one metric on one data set's test split, micro over its examples. */
export interface MetricRow {
  readonly variant: string;
  readonly seed: number;
  /** The card's id, for example `NYT11_HRL`. */
  readonly dataset: string;
  readonly task: Task;
  readonly metric: Metric;
  /** The scorer profile. */
  readonly scorer: string;
  /** In percent. */
  readonly f1: number;
  /** What `f1` sums up; without it the score has no interval. */
  readonly counts: ExampleCounts | null;
  readonly node: string;
}

/** The score of a checkpoint inside the recipe. */
export interface PhaseMetricRow extends MetricRow {
  readonly phase: Phase;
}

/** Lengths in tokens of the outputs generated for one data set's test split. */
export interface LengthRow {
  readonly variant: string;
  readonly seed: number;
  readonly dataset: string;
  readonly task: Task;
  readonly tokens: readonly number[];
  readonly node: string;
}

/** What an imported data set holds; null where it has no such split, or no roles. */
export interface StatisticsRow {
  readonly dataset: string;
  readonly labels: number | null;
  readonly roles: number | null;
  readonly train: number | null;
  readonly val: number | null;
  readonly test: number | null;
  readonly node: string;
}

/** How many rows of a data set a phase trained on, repeated rows counted each time. */
export interface CompositionRow {
  readonly stage: Phase;
  readonly task: Task;
  readonly dataset: string;
  readonly rows: number;
  readonly node: string;
}

/** The two ways to fill phase 1 of CM, whose published size exceeds the rows that there are. */
export interface FirstPhaseFill {
  readonly used: 'repeat' | 'none';
  /** Rows of the phase when rows are drawn again up to the wanted size. */
  readonly repeat: number;
  /** Rows of the phase when every row is used once. */
  readonly none: number;
}

/** A data set that could not be used, with the reason that its cells show. */
export interface Missing {
  readonly dataset: string;
  readonly reason: string;
}

/** Everything that tables are made from. A table reads the lists that it needs; the others may be empty. */
export interface Measurements {
  readonly profile: string;
  /** The backbone: `embedded`, `llamafactory` … */
  readonly engine: string;
  readonly synthetic: boolean;
  /** The scorer profile behind `metrics` and `phases`; null for tables that are no scores. */
  readonly scorer: string | null;
  /** Every scorer profile that answers were scored under. */
  readonly scorers: readonly string[];
  /** Whose tokens `lengths` counts, for example `Qwen3`. */
  readonly tokenizer: string;
  readonly buckets: 'cumulative' | 'disjoint';
  /** Of `scorer` alone, but for the table of scorers. */
  readonly metrics: readonly MetricRow[];
  readonly phases: readonly PhaseMetricRow[];
  readonly lengths: readonly LengthRow[];
  readonly statistics: readonly StatisticsRow[];
  readonly composition: readonly CompositionRow[];
  readonly firstPhaseFill: FirstPhaseFill | null;
  readonly missing: readonly Missing[];
  /** Sentences to print below a table, for example that a setting was changed. */
  readonly remarks: readonly { readonly table: string; readonly remark: string }[];
}
