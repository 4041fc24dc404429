import {
  bootstrapF1,
  differenceReplicates,
  type ExampleCounts,
  type Interval,
  intervalOf,
  meanReplicates,
  microF1,
  randomisationTest,
} from '../resampling.ts';
import { adjustByHolm } from './holm.ts';
import type { PairedSet } from './paired-counts.ts';

/** How a data set, or the average of a task's data sets, fares on B against A; micro F1 in percent, mean over seeds. */
export interface ScoreComparison {
  readonly variant: string | null;
  readonly task: string;
  /** Null for the average. */
  readonly dataset: string | null;
  readonly metric: string;
  readonly examples: number;
  readonly seeds: number;
  readonly a: number;
  readonly b: number;
  /** `b` less `a`. */
  readonly difference: number;
  /** 95 per cent, of the difference: paired bootstrap over examples. */
  readonly interval: Interval;
  /** Two-sided, by approximate randomisation over examples. */
  readonly p: number;
  /** `p` after Holm's correction over all rows of the same kind: data sets, or averages. */
  readonly corrected: number;
}

/** Below this a difference counts as real. */
export const SIGNIFICANCE_LEVEL = 0.05;

/** All data sets one by one, each task's average behind them. */
export function compareScores(sets: readonly PairedSet[]): readonly ScoreComparison[] {
  const groups = new Map<string, PairedSet[]>();
  for (const set of sets) {
    const name = JSON.stringify([set.variant, set.task, set.metric]);
    groups.set(name, [...(groups.get(name) ?? []), set]);
  }
  const each = correct(sets.map((set) => measure([set], set.dataset)));
  const averages = correct(
    [...groups.values()].flatMap((group) => (group.length > 1 ? [measure(group, null)] : [])),
  );
  return [...each, ...averages];
}

type Uncorrected = Omit<ScoreComparison, 'corrected'>;

function measure(sets: readonly PairedSet[], dataset: string | null): Uncorrected {
  const [{ variant, task, metric, seeds }] = sets as [PairedSet];
  const pairs = sets.map(({ counts }) => counts);
  const of = (side: 'first' | 'second') => ({
    f1: mean(pairs.map((pair) => mean(pair[side].map(microF1)))),
    replicates: meanReplicates(
      pairs.map((pair) => meanReplicates(pair[side].map((counts) => bootstrapF1(counts, pair.name)))),
    ),
  });
  const [a, b] = [of('first'), of('second')];
  return {
    variant,
    task,
    dataset,
    metric,
    examples: sets.reduce((sum, { ids }) => sum + ids.length, 0),
    seeds,
    a: a.f1,
    b: b.f1,
    difference: b.f1 - a.f1,
    interval: intervalOf(differenceReplicates(b.replicates, a.replicates)),
    p: pairs.every(isSame) ? 1 : randomisationTest(pairs),
  };
}

/** Whether no example counts otherwise, as in sets that a change did not touch: there is nothing to draw. */
function isSame({ first, second }: PairedSet['counts']): boolean {
  return first.every((counts, seed) => equalCounts(counts, second[seed]!));
}

function equalCounts(one: ExampleCounts, two: ExampleCounts): boolean {
  return (['tp', 'errors'] as const).every((side) =>
    one[side].every((count, index) => count === two[side][index]),
  );
}

function correct(rows: readonly Uncorrected[]): readonly ScoreComparison[] {
  const corrected = adjustByHolm(rows.map(({ p }) => p));
  return rows.map((row, index) => ({ ...row, corrected: corrected[index]! }));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
