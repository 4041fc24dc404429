/** How sure scores are, for people and as JSON: intervals of one system, or the differences between two. */

import type { Interval } from '../resampling.ts';
import { signed } from '../tables/decimals.ts';
import { fitWidth } from '../text-width.ts';
import type { OrderedJson } from '../uie/ordered-json.ts';
import type { ProfileScore } from '../uie/score.ts';
import type { ByDataset, ScoreDifference } from '../uie/score-uncertainty.ts';
import type { Metric, ScorerProfile } from '../uie/scorers/profile.ts';
import { oneLine } from './one-line.ts';
import { formatP } from './p-value.ts';
import { fields } from './score-json.ts';
import { formatTextTable, leftColumn, rightColumn } from './text-table.ts';

export interface ProfileIntervals {
  readonly profile: ScorerProfile;
  readonly score: ProfileScore;
  readonly intervals: ByDataset<Interval>;
}

export interface ProfileDifferences {
  readonly profile: ScorerProfile;
  readonly differences: ByDataset<ScoreDifference>;
}

const NAME_WIDTH = 32;
const NAMES = [leftColumn('data set'), leftColumn('metric')];

export function formatIntervals(results: readonly ProfileIntervals[]): string {
  const columns = [...NAMES, ...['f1', 'low', 'high'].map(rightColumn)];
  const blocks = results.map(({ profile, score, intervals }) => {
    const rows = rowsOf(intervals, ({ low, high }, metric, dataset) => {
      const f1 = dataset === null ? score.average[metric] : score.datasets.get(dataset)?.metrics[metric]?.f1;
      return [f1!, low, high].map((figure) => figure.toFixed(2));
    });
    return `profile ${profile.name}, 95 % intervals\n\n${formatTextTable(columns, rows)}`;
  });
  return blocks.join('\n');
}

export function formatDifferences(results: readonly ProfileDifferences[]): string {
  const columns = [...NAMES, ...['f1', 'other', 'difference', 'low', 'high', 'p'].map(rightColumn)];
  const blocks = results.map(({ profile, differences }) => {
    const rows = rowsOf(differences, ({ f1, other, difference, interval: { low, high }, p }) => [
      ...[f1, other].map((figure) => figure.toFixed(2)),
      ...[difference, low, high].map((figure) => signed(figure, 2)),
      formatP(p),
    ]);
    return `profile ${profile.name}, difference with its 95 % interval and p\n\n${formatTextTable(columns, rows)}`;
  });
  return blocks.join('\n');
}

export function intervalsToJson(results: readonly ProfileIntervals[]): OrderedJson {
  return profilesToJson(
    results.map(({ profile, intervals }) => ({ profile, measures: intervals })),
    ({ low, high }) => fields({ low, high }),
  );
}

export function differencesToJson(results: readonly ProfileDifferences[]): OrderedJson {
  return profilesToJson(
    results.map(({ profile, differences }) => ({ profile, measures: differences })),
    ({ f1, other, difference, interval: { low, high }, p }) =>
      fields({ f1, other, difference, low, high, p }),
  );
}

type Row = readonly string[];

function rowsOf<T>(
  { datasets, average }: ByDataset<T>,
  figures: (measure: T, metric: Metric, dataset: string | null) => Row,
): readonly Row[] {
  const rows: Row[] = [];
  const add = (name: string, dataset: string | null, metrics: ReadonlyMap<Metric, T>): void => {
    for (const [index, [metric, measure]] of [...metrics].entries())
      rows.push([index === 0 ? name : '', metric, ...figures(measure, metric, dataset)]);
  };
  for (const [dataset, metrics] of datasets) add(fitWidth(oneLine(dataset), NAME_WIDTH), dataset, metrics);
  add('average', null, average);
  return rows;
}

function profilesToJson<T>(
  results: readonly { readonly profile: ScorerProfile; readonly measures: ByDataset<T> }[],
  toJson: (measure: T) => OrderedJson,
): OrderedJson {
  const metricsToJson = (metrics: ReadonlyMap<Metric, T>): OrderedJson =>
    new Map([...metrics].map(([metric, measure]) => [metric, toJson(measure)]));
  const profiles = new Map(
    results.map(({ profile, measures: { datasets, average } }) => [
      profile.name,
      fields({
        datasets: new Map([...datasets].map(([dataset, metrics]) => [dataset, metricsToJson(metrics)])),
        average: metricsToJson(average),
      }),
    ]),
  );
  return fields({ schemaVersion: 1, profiles });
}
