import * as Plot from '@observablehq/plot';
import type { Score } from '../report-content.ts';
import { chart, legend, seriesColour } from './charts.ts';
import { chooser, type DataColumn, dataTable } from './data-table.ts';
import { element } from './element.ts';
import { taskName } from './format.ts';
import type { View } from './report-page.ts';
import { settingLabel } from './stages.ts';

/** Pixels from a profile to the next. */
const DODGE = 4;

/** The same answers under every scorer profile. */
export const scorersView: View = {
  id: 'scorers',
  title: 'Scorers',
  needsMeasures: true,
  render: ({ content }) => {
    const { scores } = content;
    const settings = [...new Set(scores.map(({ setting }) => setting))];
    if (settings.length === 0) return { content: [element('p', {}, 'No answers were scored.')] };
    const first = settings.find((name) => name === 'full' || name.startsWith('full,')) ?? settings[0]!;
    const place = element('div', {});
    const show = (setting: string): void =>
      place.replaceChildren(...metricSections(scores.filter((score) => score.setting === setting)));
    show(first);
    return {
      content: [
        element(
          'p',
          {},
          'Scorers count the same answers in different ways: what is dropped, what is normalised, what a repeated item is worth. Points of a data set stand from top to bottom in the order of the legend; ',
          element('a', { href: '#tables/scorers' }, 'the table of means'),
          ' has the averages.',
        ),
        chooser(
          'Variant',
          settings.map((setting) => [setting, settingLabel(setting)]),
          first,
          show,
        ),
        place,
      ],
    };
  },
};

function metricSections(scores: readonly Score[]): readonly HTMLElement[] {
  const metrics = [...new Set(scores.map(({ task, metric }) => `${task} ${metric}`))];
  const profiles = [...new Set(scores.flatMap(({ f1 }) => Object.keys(f1)))];
  return metrics.map((name) => {
    const own = scores.filter(({ task, metric }) => `${task} ${metric}` === name);
    const { task, metric } = own[0]!;
    const used = profiles.filter((profile) => own.some(({ f1 }) => f1[profile] !== undefined));
    const points = own.flatMap(({ dataset, f1 }) =>
      used.flatMap((profile) => (f1[profile] === undefined ? [] : [{ dataset, profile, f1: f1[profile] }])),
    );
    return element(
      'section',
      {},
      element('h3', {}, `${taskName(task)}, ${metric}`),
      legend(used),
      chart(
        `F1 of every data set under ${used.length} scorer profiles`,
        50 + (10 + 4 * used.length) * own.length,
        () => ({
          marginLeft: 130,
          x: { label: 'F1 (%)', grid: true, inset: 8, ticks: 5 },
          y: { label: null, domain: own.map(({ dataset }) => dataset) },
          color: {
            domain: [...used],
            range: used.map((_, index) => seriesColour(profiles.indexOf(used[index]!))),
          },
          symbol: { domain: [...used] },
          marks: [
            Plot.ruleY(
              points,
              Plot.groupY({ x1: 'min', x2: 'max' }, { x: 'f1', y: 'dataset', stroke: 'var(--line)' }),
            ),
            ...used.map((profile, index) =>
              Plot.dot(
                points.filter((point) => point.profile === profile),
                {
                  x: 'f1',
                  y: 'dataset',
                  dy: DODGE * (index - (used.length - 1) / 2),
                  r: 3,
                  fill: seriesColour(index),
                },
              ),
            ),
          ],
        }),
        () => scoreTable(name, used, own),
      ),
    );
  });
}

function scoreTable(name: string, profiles: readonly string[], scores: readonly Score[]): HTMLElement {
  const columns: readonly DataColumn<Score>[] = [
    { heading: 'Data set', head: true, cell: ({ dataset }) => dataset },
    ...profiles.map(
      (profile): DataColumn<Score> => ({
        heading: profile,
        numeric: true,
        cell: ({ f1 }) => f1[profile]?.toFixed(2) ?? '–',
      }),
    ),
  ];
  return dataTable(`F1 by scorer profile, ${name}`, columns, scores);
}
