/** Intervals of scores, and two systems compared on the same examples (`resampling.ts`). */
import {
  bootstrapF1,
  differenceReplicates,
  type ExampleCounts,
  type Interval,
  intervalOf,
  meanReplicates,
  microF1,
  type PairedCounts,
  randomisationTest,
} from '../resampling.ts';
import type { Answer } from './answers.ts';
import { countAnswers, groupByDataset } from './score.ts';
import type { Counts } from './scorers/matching.ts';
import type { Metric, ScorerProfile } from './scorers/profile.ts';

/** Something about every data set and metric, and about the average over data sets. */
export interface ByDataset<T> {
  readonly datasets: ReadonlyMap<string, ReadonlyMap<Metric, T>>;
  readonly average: ReadonlyMap<Metric, T>;
}

/** How a system differs from another one; F1 in percent. */
export interface ScoreDifference {
  readonly f1: number;
  readonly other: number;
  /** `f1` less `other`. */
  readonly difference: number;
  /** 95 per cent, of the difference. */
  readonly interval: Interval;
  /** Two-sided, by approximate randomisation. */
  readonly p: number;
}

/** The 95 per cent bootstrap intervals of the F1 of every data set and of their averages. */
export function scoreIntervals(answers: readonly Answer[], profile: ScorerProfile): ByDataset<Interval> {
  return byDataset(countDatasets(answers, profile), (sets) =>
    intervalOf(meanReplicates(sets.map(({ name, counts }) => bootstrapF1(counts, name)))),
  );
}

/**
 * Two systems on the same examples.
 *
 * @param others the other system's answers, to the same examples in the same order
 */
export function compareScores(
  answers: readonly Answer[],
  others: readonly Answer[],
  profile: ScorerProfile,
): ByDataset<ScoreDifference> {
  const otherCounts = countDatasets(others, profile);
  return byDataset(countDatasets(answers, profile), (sets, metric) => {
    const pairs = sets.map(({ name, counts }): PairedCounts => {
      return { name, first: [counts], second: [otherCounts.get(name)!.get(metric)!] };
    });
    const f1 = mean(pairs.map(({ first }) => microF1(first[0]!)));
    const other = mean(pairs.map(({ second }) => microF1(second[0]!)));
    const replicates = (side: 'first' | 'second'): Float64Array =>
      meanReplicates(pairs.map((pair) => bootstrapF1(pair[side][0]!, pair.name)));
    return {
      f1,
      other,
      difference: f1 - other,
      interval: intervalOf(differenceReplicates(replicates('first'), replicates('second'))),
      p: randomisationTest(pairs),
    };
  });
}

type CountsByDataset = ReadonlyMap<string, ReadonlyMap<Metric, ExampleCounts>>;

function countDatasets(answers: readonly Answer[], profile: ScorerProfile): CountsByDataset {
  const datasets = new Map<string, ReadonlyMap<Metric, ExampleCounts>>();
  for (const [name, ofDataset] of groupByDataset(answers)) {
    const counts = [...countAnswers(ofDataset, profile)];
    if (counts.length > 0) datasets.set(name, new Map(counts.map(([metric, all]) => [metric, packed(all)])));
  }
  return datasets;
}

function packed(all: readonly Counts[]): ExampleCounts {
  return {
    tp: Int32Array.from(all, ({ tp }) => tp),
    errors: Int32Array.from(all, ({ fp, fn }) => fp + fn),
  };
}

interface CountedSet {
  readonly name: string;
  readonly counts: ExampleCounts;
}

/** The same measure of each data set by itself and of all that have the metric. */
function byDataset<T>(
  datasets: CountsByDataset,
  measure: (sets: readonly CountedSet[], metric: Metric) => T,
): ByDataset<T> {
  const sets = new Map<Metric, CountedSet[]>();
  const each = new Map<string, ReadonlyMap<Metric, T>>();
  for (const [name, metrics] of datasets) {
    for (const [metric, counts] of metrics) sets.set(metric, [...(sets.get(metric) ?? []), { name, counts }]);
    each.set(
      name,
      new Map([...metrics].map(([metric, counts]) => [metric, measure([{ name, counts }], metric)])),
    );
  }
  const average = new Map([...sets].map(([metric, all]) => [metric, measure(all, metric)]));
  return { datasets: each, average };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
