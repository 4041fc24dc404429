/** Micro figures of a data set under a scorer profile, and plain means over data sets. */
import { ProuieError } from '../errors.ts';
import { type Answer, type MatchOptions, matchPredictions } from './answers.ts';
import type { Example, Prediction, Task } from './records.ts';
import { type Counts, countItems } from './scorers/matching.ts';
import type { Metric, ScorerProfile } from './scorers/profile.ts';

/** Counts with their figures in percent, unrounded; a zero denominator gives 0. */
export interface Figures extends Counts {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/** The figures of one data set. */
export interface Score {
  readonly examples: number;
  /** Answers from which no JSON object could be read. */
  readonly malformed: number;
  readonly metrics: Readonly<Partial<Record<Metric, Figures>>>;
}

/** The figures of one data set, with its task. */
export interface DatasetScore extends Score {
  readonly task: Task;
}

/** The figures of all data sets under one profile. */
export interface ProfileScore {
  /** By the examples' `dataset`, in order of appearance. */
  readonly datasets: ReadonlyMap<string, DatasetScore>;
  /** Data sets of a task for which the profile has no metric. */
  readonly leftOut: ReadonlyMap<string, Task>;
  /** The plain mean of the data sets' f1, in percent. */
  readonly average: Readonly<Partial<Record<Metric, number>>>;
}

/**
 * The score of one data set.
 *
 * @throws ProuieError for ids that do not match, see `matchPredictions`
 */
export function scorePredictions(
  examples: readonly Example[],
  predictions: readonly Prediction[],
  profile: ScorerProfile,
  options: MatchOptions = {},
): Score {
  return scoreAnswers(matchPredictions(examples, predictions, options), profile);
}

/** The counts of every answer by metric, in the order of the answers; resampling starts from these. */
export type AnswerCounts = ReadonlyMap<Metric, readonly Counts[]>;

/**
 * What is right and wrong in every answer, before figures are made of it.
 *
 * @param answers those of one task
 */
export function countAnswers(answers: readonly Answer[], profile: ScorerProfile): AnswerCounts {
  const counts = new Map<Metric, Counts[]>();
  for (const answer of answers) {
    const compared = profile.compare(answer);
    for (const metric of profile.metrics[answer.example.task]) {
      const comparison = compared[metric];
      const ofMetric = counts.get(metric) ?? [];
      ofMetric.push(comparison === undefined ? NOTHING : countItems(comparison, profile.matching));
      counts.set(metric, ofMetric);
    }
  }
  return counts;
}

const NOTHING: Counts = { tp: 0, fp: 0, fn: 0 };

/** Counts are summed over all answers before figures are made of them (micro). */
export function scoreAnswers(answers: readonly Answer[], profile: ScorerProfile): Score {
  return scoreCounts(answers, countAnswers(answers, profile));
}

/** The score of answers whose counts are known. */
export function scoreCounts(answers: readonly Answer[], counts: AnswerCounts): Score {
  const metrics: Partial<Record<Metric, Figures>> = {};
  for (const [metric, all] of counts) metrics[metric] = figuresOf(sumCounts(all));
  const malformed = answers.filter(({ decoded }) => decoded.malformed).length;
  return { examples: answers.length, malformed, metrics };
}

/** The sum of counts. */
export function sumCounts(all: readonly Counts[]): Counts {
  const sum = { tp: 0, fp: 0, fn: 0 };
  for (const { tp, fp, fn } of all) {
    sum.tp += tp;
    sum.fp += fp;
    sum.fn += fn;
  }
  return sum;
}

/**
 * Every data set by itself, and the average over them.
 *
 * @throws ProuieError PROUIE_MIXED_TASKS where a data set has examples of two tasks
 */
export function scoreDatasets(answers: readonly Answer[], profile: ScorerProfile): ProfileScore {
  const datasets = new Map<string, DatasetScore>();
  const leftOut = new Map<string, Task>();
  for (const [dataset, ofDataset] of groupByDataset(answers)) {
    const { task } = ofDataset[0]!.example;
    if (profile.metrics[task].length === 0) leftOut.set(dataset, task);
    else datasets.set(dataset, { task, ...scoreAnswers(ofDataset, profile) });
  }
  return { datasets, leftOut, average: averageF1([...datasets.values()]) };
}

/** Precision, recall and F1 in percent. */
export function figuresOf({ tp, fp, fn }: Counts): Figures {
  const percent = (part: number, whole: number): number => (whole === 0 ? 0 : (100 * part) / whole);
  return {
    tp,
    fp,
    fn,
    precision: percent(tp, tp + fp),
    recall: percent(tp, tp + fn),
    f1: percent(2 * tp, 2 * tp + fp + fn),
  };
}

function averageF1(scores: readonly Score[]): ProfileScore['average'] {
  const values = new Map<Metric, number[]>();
  for (const { metrics } of scores) {
    for (const [metric, { f1 }] of Object.entries(metrics) as [Metric, Figures][]) {
      values.set(metric, [...(values.get(metric) ?? []), f1]);
    }
  }
  const average: Partial<Record<Metric, number>> = {};
  for (const [metric, all] of values) average[metric] = all.reduce((sum, f1) => sum + f1, 0) / all.length;
  return average;
}

/**
 * The answers of every data set, in order of appearance; a data set has one task.
 *
 * @throws ProuieError PROUIE_MIXED_TASKS where it has examples of two
 */
export function groupByDataset(answers: readonly Answer[]): ReadonlyMap<string, readonly Answer[]> {
  const groups = new Map<string, Answer[]>();
  for (const answer of answers) {
    const { dataset, task, id } = answer.example;
    const group = groups.get(dataset);
    if (group === undefined) groups.set(dataset, [answer]);
    else if (group[0]!.example.task === task) group.push(answer);
    else {
      const message = `The data set "${dataset}" holds examples of task ${group[0]!.example.task} and, with "${id}", of ${task}.`;
      throw new ProuieError('PROUIE_MIXED_TASKS', message, {
        hint: 'Give each task a data set name of its own.',
      });
    }
  }
  return groups;
}
