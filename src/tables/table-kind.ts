import type { Measurements, Phase, Task } from './measurements.ts';
import type { Paper } from './paper.ts';
import type { Table } from './table.ts';

/** A model whose answers were scored. */
export interface ScoredModel {
  readonly variant: string;
  /** The phase of the full recipe that it ends; null where it ends none. */
  readonly phase: Phase | null;
  /** The task of the data set that was answered. */
  readonly task: Task;
}

/** What a table is made from. */
export type TableSource =
  | {
      readonly kind: 'scores';
      /** Whether it needs the scores of a model on the data sets of a task. */
      readonly needs: (model: ScoredModel) => boolean;
      /** Its only task; undefined where it has several. */
      readonly task?: Task;
      /** `one`: it is made anew under every scorer profile. `all`: it shows all of them. */
      readonly scorers: 'one' | 'all';
    }
  /** Lengths of outputs; what the corpora hold; how many rows each phase trained on. */
  | { readonly kind: 'lengths' | 'statistics' | 'manifests' };

/** A table; those of one form stand in one file of `kinds/`, which exports them as `tables`. */
export interface TableKind {
  /** `1` to `9` as in the paper, else a word. */
  readonly id: string;
  /** What it shows, in a few words. */
  readonly summary: string;
  readonly from: TableSource;
  readonly make: (paper: Paper, measurements: Measurements) => Table;
}
