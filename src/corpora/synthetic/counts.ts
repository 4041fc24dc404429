/** How many rows a synthetic data set has. */
import type { Split } from '../../uie/records.ts';
import type { PublishedCounts } from '../card.ts';

export type SplitCounts = Readonly<Record<Split, number>>;

/**
 * The rows of each split of Table 8 times `scale`, rounded, at least `minimum` and at most as many as published. A split
 * that the paper does not have (training rows out of domain) stays empty.
 */
export function scaledCounts(published: PublishedCounts, scale: number, minimum: number): SplitCounts {
  const scaled = (rows: number | null): number => {
    if (rows === null) return 0;
    return Math.min(rows, Math.max(minimum, Math.round(rows * scale)));
  };
  return { train: scaled(published.train), val: scaled(published.val), test: scaled(published.test) };
}
