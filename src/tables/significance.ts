import { type PairedCounts, randomisationTest } from '../resampling.ts';
import type { Metric, MetricRow, Task } from './measurements.ts';

/**
 * Whether the means of two variants over data sets differ by more than chance: p by approximate randomisation. Null
 * when a data set has no seed in common, or counts of its examples are not known.
 *
 * @param rows scores of one variant
 * @param others scores of the other
 */
export function significanceOf(
  rows: readonly MetricRow[],
  others: readonly MetricRow[],
  { task, metric }: { readonly task: Task; readonly metric: Metric },
  datasets: readonly string[],
): number | null {
  const pairs = datasets.map((dataset): PairedCounts | null => {
    const of = (from: readonly MetricRow[]): readonly MetricRow[] =>
      from.filter((row) => row.dataset === dataset && row.task === task && row.metric === metric);
    const shared = of(rows).flatMap((row) => {
      const other = of(others).find(({ seed }) => seed === row.seed);
      return row.counts === null || !other?.counts ? [] : [{ first: row.counts, second: other.counts }];
    });
    if (shared.length === 0) return null;
    return {
      name: dataset,
      first: shared.map(({ first }) => first),
      second: shared.map(({ second }) => second),
    };
  });
  return pairs.length > 0 && pairs.every((pair) => pair !== null) ? randomisationTest(pairs) : null;
}
