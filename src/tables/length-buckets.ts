/** Least, mean and greatest length of the outputs in a bucket, in tokens. */
export interface LengthBucket {
  readonly min: number;
  readonly mean: number;
  readonly max: number;
}

export const PERCENTILES = [50, 70, 99] as const;

/**
 * The buckets P50, P70 and P99 of Table 6: outputs are sorted by length, and the P70 bucket ends with the one of rank
 * ceil(0.7 n). A bucket begins with the shortest output (`cumulative`, as the paper's words have it: "below the
 * corresponding threshold") or behind the bucket before it (`disjoint`).
 *
 * Neither fits the published table: cumulative buckets have one common minimum, and the published minima differ;
 * the maximum of a disjoint bucket cannot exceed the minimum of the next, and the published ones do.
 *
 * @param lengths at least one
 * @returns one entry a percentile; null where a disjoint bucket holds nothing
 */
export function lengthBuckets(
  lengths: readonly number[],
  kind: 'cumulative' | 'disjoint',
): readonly (LengthBucket | null)[] {
  const sorted = Float64Array.from(lengths).sort();
  let start = 0;
  return PERCENTILES.map((percentile) => {
    const end = Math.ceil((percentile * sorted.length) / 100);
    const bucket = sorted.subarray(start, end);
    if (kind === 'disjoint') start = end;
    if (bucket.length === 0) return null;
    const sum = bucket.reduce((total, length) => total + length, 0);
    return { min: bucket[0]!, mean: sum / bucket.length, max: bucket[bucket.length - 1]! };
  });
}
