/**
 * How far a score depends on which examples the test set happens to hold, from the counts of every example: bootstrap
 * intervals, and the test whether two systems differ. Sources: Efron and Tibshirani, An Introduction to the Bootstrap
 * (1993), chapter 13 (percentile interval); Noreen, Computer-Intensive Methods for Testing Hypotheses (1989), and Yeh,
 * More accurate tests for the statistical significance of result differences (COLING 2000) (approximate randomisation).
 */
import { randomStream } from './random.ts';

/** The counts of one system on the examples of one data set; both lists as long as the data set, F1 = 2 tp / (2 tp + errors). */
export interface ExampleCounts {
  readonly tp: Int32Array;
  /** False positives and false negatives together. */
  readonly errors: Int32Array;
}

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Resamples and shuffles, where nothing else is said. */
export const RESAMPLES = 1000;

/** Micro F1 in percent; 0 where there is nothing to find and nothing was found. */
export function microF1({ tp, errors }: ExampleCounts): number {
  let right = 0;
  let wrong = 0;
  for (let index = 0; index < tp.length; index++) {
    right += tp[index]!;
    wrong += errors[index]!;
  }
  return percentF1(right, wrong);
}

/**
 * The micro F1 of data sets drawn from this one with replacement, in percent. Equal names and sizes draw the same
 * examples, so the replicates of two systems on one data set are paired.
 *
 * @param name of the data set
 */
export function bootstrapF1(
  { tp, errors }: ExampleCounts,
  name: string,
  resamples: number = RESAMPLES,
): Float64Array {
  const { below } = randomStream('bootstrap', name);
  const size = tp.length;
  const replicates = new Float64Array(resamples);
  for (let replicate = 0; replicate < resamples; replicate++) {
    let right = 0;
    let wrong = 0;
    for (let draw = 0; draw < size; draw++) {
      const index = below(size);
      right += tp[index]!;
      wrong += errors[index]!;
    }
    replicates[replicate] = percentF1(right, wrong);
  }
  return replicates;
}

/** Replicate by replicate the mean of several lists, for averages over seeds and over data sets. */
export function meanReplicates(lists: readonly Float64Array[]): Float64Array {
  const mean = new Float64Array(lists[0]?.length ?? 0);
  for (const list of lists) for (let index = 0; index < mean.length; index++) mean[index]! += list[index]!;
  for (let index = 0; index < mean.length; index++) mean[index]! /= lists.length;
  return mean;
}

/** Replicate by replicate the difference of two lists. */
export function differenceReplicates(first: Float64Array, second: Float64Array): Float64Array {
  return first.map((value, index) => value - second[index]!);
}

/** The percentile interval that holds 95 per cent of the replicates, with linear interpolation between them. */
export function intervalOf(replicates: Float64Array): Interval {
  const sorted = replicates.slice().sort();
  return { low: quantile(sorted, 0.025), high: quantile(sorted, 0.975) };
}

/** Two systems on one data set, one entry a seed; both have the same seeds and examples. */
export interface PairedCounts {
  /** Of the data set. */
  readonly name: string;
  readonly first: readonly ExampleCounts[];
  readonly second: readonly ExampleCounts[];
}

/**
 * Approximate randomisation: how often the mean over data sets of the (mean over seeds of the) micro F1 differs at least as much as it
 * does, in either direction, when the answers to every example are exchanged between the systems by the toss of a
 * coin. Two-sided; (hits + 1) / (shuffles + 1).
 */
export function randomisationTest(pairs: readonly PairedCounts[], shuffles: number = RESAMPLES): number {
  const sets = pairs.map(differingExamples);
  const observed = Math.abs(sets.reduce((sum, set) => sum + set.difference(none), 0));
  const streams = pairs.map(({ name }) => randomStream('randomisation', name));
  let hits = 0;
  for (let shuffle = 0; shuffle < shuffles; shuffle++) {
    let sum = 0;
    for (const [index, set] of sets.entries()) {
      const { next } = streams[index]!;
      sum += set.difference(() => next() < 0.5);
    }
    if (Math.abs(sum) >= observed - ROUNDING) hits++;
  }
  return (hits + 1) / (shuffles + 1);
}

/** Sums of the same terms in another order may differ by this much. */
const ROUNDING = 1e-9;

function none(): boolean {
  return false;
}

/** A data set of two systems; examples on which they count the same are summed once and for all. */
function differingExamples({ first, second }: PairedCounts): {
  difference(isExchanged: () => boolean): number;
} {
  const differing: number[] = [];
  for (let index = 0; index < first[0]!.tp.length; index++) {
    const differs = first.some(
      ({ tp, errors }, seed) =>
        tp[index] !== second[seed]!.tp[index] || errors[index] !== second[seed]!.errors[index],
    );
    if (differs) differing.push(index);
  }
  const sides = first.map((counts, seed) => ({ first: counts, second: second[seed]! }));
  const same = sides.map(({ first: counts }) => {
    const left = new Set(differing);
    let right = 0;
    let wrong = 0;
    for (let index = 0; index < counts.tp.length; index++) {
      if (left.has(index)) continue;
      right += counts.tp[index]!;
      wrong += counts.errors[index]!;
    }
    return { right, wrong };
  });
  return {
    difference(isExchanged) {
      const exchanged = differing.map(isExchanged);
      let sum = 0;
      for (const [seed, { first: one, second: other }] of sides.entries()) {
        const { right, wrong } = same[seed]!;
        let [rightOne, wrongOne, rightOther, wrongOther] = [right, wrong, right, wrong];
        for (const [place, index] of differing.entries()) {
          const [a, b] = exchanged[place]! ? [other, one] : [one, other];
          rightOne += a.tp[index]!;
          wrongOne += a.errors[index]!;
          rightOther += b.tp[index]!;
          wrongOther += b.errors[index]!;
        }
        sum += percentF1(rightOne, wrongOne) - percentF1(rightOther, wrongOther);
      }
      return sum / sides.length;
    },
  };
}

function percentF1(right: number, errors: number): number {
  const weight = 2 * right + errors;
  return weight === 0 ? 0 : (200 * right) / weight;
}

function quantile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below]! + (place - below) * (sorted[above]! - sorted[below]!);
}
