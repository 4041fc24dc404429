import { type Interval, intervalOf, meanReplicates } from '../resampling.ts';
import { mean } from './means.ts';
import { commonNode } from './nodes.ts';
import type { Score } from './scores.ts';

/** The mean of a metric over data sets. */
export interface SetMean {
  readonly value: number;
  /** The sets that have a score, in the order asked for. */
  readonly found: readonly string[];
  /** How many sets were asked for. */
  readonly wanted: number;
  /** The mean of every seed that all found sets have; one entry for a single run. */
  readonly bySeed: readonly number[];
  readonly node: string | null;
  /** The mean on resampled examples, every data set resampled by itself. */
  readonly replicates: Float64Array | null;
  readonly interval: Interval | null;
}

/** The mean over those of `datasets` that have a score, each of them a mean over its seeds; null when none has. */
export function meanOverSets(
  scores: ReadonlyMap<string, Score>,
  datasets: readonly string[],
): SetMean | null {
  const found = datasets.filter((dataset) => scores.has(dataset)).map((dataset) => scores.get(dataset)!);
  const [first] = found;
  if (first === undefined) return null;
  const seeds = [...first.bySeed.keys()].filter((seed) => found.every((score) => score.bySeed.has(seed)));
  const lists = found.flatMap((score) => score.replicates ?? []);
  const replicates = lists.length === found.length ? meanReplicates(lists) : null;
  return {
    value: mean(found.map((score) => score.value)),
    found: found.map((score) => score.dataset),
    wanted: datasets.length,
    bySeed: seeds.map((seed) => mean(found.map((score) => score.bySeed.get(seed)!))),
    node: commonNode(found.flatMap((score) => score.node ?? [])),
    replicates,
    interval: replicates === null ? null : intervalOf(replicates),
  };
}
