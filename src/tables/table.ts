import type { Interval } from '../resampling.ts';

/**
 * One figure beside the published one.
 *
 * A baseline carries `published` alone. A cell that should hold a value and could not be made has `value` null and
 * a `note` that says why.
 */
export interface Cell {
  readonly column: string;
  /** F1 in percent, tokens or rows, unrounded. */
  readonly value: number | null;
  readonly published: number | null;
  /** `value` - `published`, where the two may be compared. */
  readonly delta: number | null;
  /**
   * Whether the published figure lies in the interval of `value`, or for lengths and counts within the table's
   * tolerance; null where there is no delta or where none is judged.
   */
  readonly within: boolean | null;
  readonly note: string | null;
  /** The node that the value comes from; a `*` stands for the parts in which several differ. */
  readonly node: string | null;
  /** The 95 per cent bootstrap interval of `value` over the examples of the test sets, in the unit of `value`. */
  readonly interval: Interval | null;
  /** The sample standard deviation over seeds where `value` is their mean, in the unit of `value`. */
  readonly deviation: number | null;
  /** Of a difference: two-sided p by approximate randomisation. */
  readonly p: number | null;
}

export interface Row {
  /** The paper's name where the row is the paper's. */
  readonly row: string;
  /** Task or domain; `not in the paper` where the row was added here. Null where neither says anything. */
  readonly group: string | null;
  readonly cells: readonly Cell[];
}

export interface Column {
  readonly column: string;
  /** What stands above the column in a rendered table. */
  readonly heading: string;
  /** `baseline` columns repeat published figures, `own` ones hold values. */
  readonly kind: 'baseline' | 'own';
  readonly unit: 'f1' | 'points' | 'tokens' | 'count';
}

export interface Table {
  /** `1` to `9` as in the paper, else a word. */
  readonly table: string;
  /** Names the engine and says `synthetic` where the data are. */
  readonly title: string;
  readonly profile: string;
  readonly engine: string;
  /** The scorer profile behind its figures; null where they are no scores. */
  readonly scorer: string | null;
  /** Whether the figures come from synthetic stand-ins of the data sets. */
  readonly synthetic: boolean;
  readonly columns: readonly Column[];
  /** Every row has one cell a column, in the order of `columns`. */
  readonly rows: readonly Row[];
  readonly remarks: readonly string[];
}

/** The group of rows that the paper does not have. */
export const NOT_IN_THE_PAPER = 'not in the paper';
