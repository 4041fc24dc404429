/** Scores for people, in percent with two decimals: all figures of one profile, or the F1 of several side by side. */
import { fitWidth } from '../text-width.ts';
import { TASKS } from '../uie/records.ts';
import type { ProfileScore } from '../uie/score.ts';
import type { ScorerProfile } from '../uie/scorers/profile.ts';
import { oneLine } from './one-line.ts';
import { formatTextTable, leftColumn, rightColumn } from './text-table.ts';

export interface ProfileResult {
  readonly profile: ScorerProfile;
  readonly score: ProfileScore;
}

type Row = readonly string[];

const NAME_WIDTH = 32;

/** Figures by metric. */
type F1ByMetric = Readonly<Partial<Record<string, number>>>;

/** @param results one or more, of the same answers */
export function formatScores(results: readonly ProfileResult[]): string {
  const [first, ...others] = results;
  const table = others.length === 0 ? formatFigures(first!) : formatSideBySide(results);
  const notes = [
    ...(others.length === 0 ? [] : [malformedNote(results)]),
    ...results.map(leftOutNote),
  ].filter((note) => note !== undefined);
  return notes.length === 0 ? table : `${table}\n${notes.map((note) => `${note}\n`).join('')}`;
}

/** Which data sets a profile leaves out, as a sentence; undefined where it scores all. */
export function leftOutNote({ profile, score: { leftOut } }: ProfileResult): string | undefined {
  if (leftOut.size === 0) return undefined;
  const known = TASKS.filter((task) => profile.metrics[task].length > 0).join(' and ');
  const names = [...leftOut].map(([dataset, task]) => `${nameOf(dataset)} (${task})`);
  return `The profile ${profile.name} scores ${known} only; it leaves out ${names.join(', ')}.`;
}

function formatFigures({ profile, score }: ProfileResult): string {
  const columns = [
    ...['data set', 'task'].map(leftColumn),
    ...['examples', 'malformed'].map(rightColumn),
    leftColumn('metric'),
    ...['tp', 'fp', 'fn', 'precision', 'recall', 'f1'].map(rightColumn),
  ];
  const rows: Row[] = [];
  for (const [dataset, { task, examples, malformed, metrics }] of score.datasets) {
    let head: Row = [nameOf(dataset), task, String(examples), String(malformed)];
    for (const [metric, { tp, fp, fn, precision, recall, f1 }] of Object.entries(metrics)) {
      const figures = [precision, recall, f1].map((figure) => figure.toFixed(2));
      rows.push([...head, metric, String(tp), String(fp), String(fn), ...figures]);
      head = ['', '', '', ''];
    }
  }
  let name = 'average';
  for (const [metric, f1] of Object.entries(score.average)) {
    rows.push([name, '', '', '', metric, '', '', '', '', '', f1.toFixed(2)]);
    name = '';
  }
  return `profile ${profile.name}\n\n${formatTextTable(columns, rows)}`;
}

/** One row a data set and metric, one column a profile; `-` where a profile leaves the data set out. */
function formatSideBySide(results: readonly ProfileResult[]): string {
  const heads = results.map(({ profile }) => rightColumn(profile.name.replace('-', '-\n')));
  const cell = (f1: number | undefined): string => f1?.toFixed(2) ?? '-';
  const rows: Row[] = [];
  const addRows = (name: string, metrics: readonly string[], figures: readonly F1ByMetric[]): void => {
    for (const [index, metric] of metrics.entries())
      rows.push([index === 0 ? name : '', metric, ...figures.map((figure) => cell(figure[metric]))]);
  };
  for (const dataset of datasetsOf(results)) {
    const scores = results.map(({ score }) => score.datasets.get(dataset)?.metrics ?? {});
    const figures = scores.map((metrics) =>
      Object.fromEntries(Object.entries(metrics).map(([metric, { f1 }]) => [metric, f1])),
    );
    addRows(nameOf(dataset), metricsOf(figures), figures);
  }
  const averages = results.map(({ score }) => score.average);
  addRows('average', metricsOf(averages), averages);
  return `F1 by profile\n\n${formatTextTable([leftColumn('data set'), leftColumn('metric'), ...heads], rows)}`;
}

/** Data sets that at least one profile scores, in the order of the profile that scores most. */
function datasetsOf(results: readonly ProfileResult[]): readonly string[] {
  const most = results.toSorted((a, b) => b.score.datasets.size - a.score.datasets.size);
  return [...new Set(most.flatMap(({ score }) => [...score.datasets.keys()]))];
}

function metricsOf(figures: readonly F1ByMetric[]): readonly string[] {
  return [...new Set(figures.flatMap((figure) => Object.keys(figure)))];
}

function malformedNote(results: readonly ProfileResult[]): string | undefined {
  const scores = new Map(results.flatMap(({ score }) => [...score.datasets]));
  const counts = [...scores].filter(([, { malformed }]) => malformed > 0);
  if (counts.length === 0) return undefined;
  const parts = counts.map(
    ([dataset, { malformed, examples }]) => `${malformed} of ${examples} in ${nameOf(dataset)}`,
  );
  return `Malformed answers: ${parts.join(', ')}.`;
}

function nameOf(dataset: string): string {
  return fitWidth(oneLine(dataset), NAME_WIDTH);
}
