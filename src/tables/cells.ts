import type { Interval } from '../resampling.ts';
import { clean } from './decimals.ts';
import { standardDeviation } from './means.ts';
import type { Cell } from './table.ts';
import type { Tolerance } from './tolerances.ts';

/**
 * How a value is held against the published one: by its interval, or by a tolerance. On synthetic data nothing is
 * judged: there is a difference then, and no verdict.
 */
export type Comparison = 'interval' | Tolerance | 'unjudged';

/** How the scores of a run are held against the published ones. */
export function comparisonOf({ synthetic }: { readonly synthetic: boolean }): Comparison {
  return synthetic ? 'unjudged' : 'interval';
}

/** What was measured for a cell. */
export interface Measured {
  readonly value: number;
  readonly node: string | null;
  readonly interval?: Interval | null;
  readonly p?: number | null;
  /** The same figure for each seed, where `value` is their mean. */
  readonly bySeed?: readonly number[];
  readonly notes?: readonly (string | null)[];
}

/** A figure of the paper that has no counterpart here. */
export function publishedCell(column: string, published: number | null): Cell {
  return {
    column,
    value: null,
    published,
    delta: null,
    within: null,
    note: null,
    node: null,
    interval: null,
    deviation: null,
    p: null,
  };
}

/** A cell that could not be made; `note` says why. */
export function missingCell(column: string, published: number | null, note: string): Cell {
  return { ...publishedCell(column, published), note };
}

/** A value; without a comparison it stands beside the published figure with no difference. */
export function valueCell(
  column: string,
  { value, node, interval = null, p = null, bySeed = [], notes: given = [] }: Measured,
  published: number | null = null,
  comparison: Comparison | null = null,
): Cell {
  const notes = given.filter((note) => note !== null);
  const delta = published === null || comparison === null ? null : clean(value - published);
  return {
    column,
    value,
    published,
    delta,
    within: delta === null ? null : isWithin(delta, published!, interval, comparison!),
    note: notes.length === 0 ? null : notes.join('; '),
    node,
    interval: interval === null ? null : { low: clean(interval.low), high: clean(interval.high) },
    deviation: bySeed.length < 2 ? null : clean(standardDeviation(bySeed)),
    p,
  };
}

function isWithin(
  delta: number,
  published: number,
  interval: Interval | null,
  comparison: Comparison,
): boolean | null {
  if (comparison === 'unjudged') return null;
  if (comparison === 'interval')
    return interval === null ? null : interval.low <= published && published <= interval.high;
  const { kind, limit } = comparison;
  return Math.abs(delta) <= clean(limit * (kind === 'relative' ? Math.abs(published) : 1));
}
