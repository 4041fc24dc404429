import { clean } from './decimals.ts';
import type { Cell } from './table.ts';
import type { Tolerance } from './tolerances.ts';

/** How a value is held against the published one. */
export interface Comparison {
  readonly tolerance: Tolerance;
  readonly level: 'cells' | 'averages';
  /** False for synthetic data: there is a difference then, and no verdict. */
  readonly judged: boolean;
}

/** A figure of the paper that has no counterpart here. */
export function publishedCell(column: string, published: number | null): Cell {
  return { column, value: null, published, delta: null, within: null, note: null, node: null };
}

/** A cell that could not be made; `note` says why. */
export function missingCell(column: string, published: number | null, note: string): Cell {
  return { ...publishedCell(column, published), note };
}

/** A value; without a comparison it stands beside the published figure with no difference. */
export function valueCell(
  column: string,
  measured: {
    readonly value: number;
    readonly node: string | null;
    readonly notes?: readonly (string | null)[];
  },
  published: number | null = null,
  comparison: Comparison | null = null,
): Cell {
  const notes = (measured.notes ?? []).filter((note) => note !== null);
  const delta = published === null || comparison === null ? null : clean(measured.value - published);
  return {
    column,
    value: measured.value,
    published,
    delta,
    within: delta === null ? null : isWithin(delta, published!, comparison!),
    note: notes.length === 0 ? null : notes.join('; '),
    node: measured.node,
  };
}

function isWithin(
  delta: number,
  published: number,
  { tolerance, level, judged }: Comparison,
): boolean | null {
  if (!judged) return null;
  const limit = tolerance[level] * (tolerance.kind === 'relative' ? Math.abs(published) : 1);
  return Math.abs(delta) <= clean(limit);
}
