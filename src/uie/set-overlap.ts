/** Sizes of a gold set, a predicted set, and their intersection; and the measures of Eq. 3-6 on them. */
export interface Overlap {
  readonly gold: number;
  readonly predicted: number;
  readonly shared: number;
}

/**
 * What is true of two empty sets. `defined`: they agree, so coverage and F1 are 1 and both distances 0; `literal`:
 * Eq. 3-6 as printed, with F1 0, so two equal empty sets have coverage 0 and Jaccard distance 1.
 */
export type EmptyRule = 'defined' | 'literal';
export const EMPTY_RULES = ['defined', 'literal'] as const satisfies readonly EmptyRule[];

/** Eq. 3, in [0, 1]. */
export function coverage({ gold, predicted, shared }: Overlap, empty: EmptyRule): number {
  if (gold === 0 && predicted === 0) return empty === 'defined' ? 1 : 0;
  return shared / Math.max(1, gold);
}

/** Eq. 4, in [0, 1]. */
export function f1({ gold, predicted, shared }: Overlap, empty: EmptyRule): number {
  if (gold === 0 && predicted === 0) return empty === 'defined' ? 1 : 0;
  return (2 * shared) / (gold + predicted);
}

/** Eq. 5: symmetric difference over the gold size; 0 or more, without an upper bound. */
export function symmetricDifference({ gold, predicted, shared }: Overlap): number {
  return (gold + predicted - 2 * shared) / Math.max(1, gold);
}

/** Eq. 6, in [0, 1]. */
export function jaccardDistance({ gold, predicted, shared }: Overlap, empty: EmptyRule): number {
  if (gold === 0 && predicted === 0) return empty === 'defined' ? 0 : 1;
  return 1 - shared / Math.max(1, gold + predicted - shared);
}

export function overlap(gold: ReadonlySet<string>, predicted: ReadonlySet<string>): Overlap {
  let shared = 0;
  for (const unit of predicted) if (gold.has(unit)) shared++;
  return { gold: gold.size, predicted: predicted.size, shared };
}
