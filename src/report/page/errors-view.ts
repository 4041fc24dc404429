import * as Plot from '@observablehq/plot';
import { ERROR_CLASSES } from '../../uie/errors/error-class.ts';
import type { ErrorCount } from '../report-content.ts';
import { chart, legend, seriesColour } from './charts.ts';
import { type DataColumn, dataTable } from './data-table.ts';
import { element } from './element.ts';
import { formatCount } from './format.ts';
import type { ReportPage, View } from './report-page.ts';
import { type Stage, stagesOf } from './stages.ts';

/** Wrong items of each class, stage by stage. */
export const errorsView: View = {
  id: 'errors',
  title: 'Errors',
  needsMeasures: true,
  render: (page) => {
    const { errors, scores } = page.content;
    const all = [...new Set(errors.map(({ setting }) => setting))];
    if (all.length === 0)
      return {
        content: [
          element('p', {}, scores.length === 0 ? 'No answers were scored.' : 'No answer holds a wrong item.'),
        ],
      };
    const stages = stagesOf(all);
    const others = all.filter((name) => !stages.some(({ setting }) => setting === name));
    const metrics = [...new Set(errors.map(({ metric }) => metric))].sort();
    return {
      content: [
        element(
          'p',
          {},
          'Every wrong item of the answers is in exactly one class. The bars follow the stages of the recipe; a number in a bar is a count of items.',
        ),
        ...metrics.map((metric) => metricSection(page, metric, stages)),
        others.length === 0
          ? null
          : element(
              'details',
              {},
              element('summary', {}, `${others.length} other variants`),
              ...metrics.map((metric) =>
                countTable(
                  errors,
                  metric,
                  others.map((setting) => ({ setting, label: setting })),
                ),
              ),
            ),
      ].filter((part) => part !== null),
    };
  },
};

/** One colour a class whatever the metric; classes that never stand in one chart share one. */
const CLASS_COLOURS: Readonly<Record<string, number>> = {
  type: 0,
  relation: 0,
  boundary: 1,
  head: 1,
  trigger: 1,
  'argument-boundary': 1,
  missing: 2,
  spurious: 3,
  'not-in-text': 4,
  tail: 5,
  malformed: 6,
  swapped: 7,
  role: 8,
};

function colourOf(name: string): number {
  return CLASS_COLOURS[name] ?? 9;
}

function classesOf(metric: string): readonly string[] {
  const known: { readonly [metric: string]: readonly string[] } = ERROR_CLASSES;
  return known[metric] ?? [];
}

function countOf(errors: readonly ErrorCount[], metric: string, setting: string, name: string): number {
  return errors
    .filter((one) => one.metric === metric && one.setting === setting && one.class === name)
    .reduce((sum, { count }) => sum + count, 0);
}

function metricSection(page: ReportPage, metric: string, stages: readonly Stage[]): HTMLElement {
  const { errors } = page.content;
  const classes = classesOf(metric).filter((name) =>
    stages.some(({ setting }) => countOf(errors, metric, setting, name) > 0),
  );
  const bars = stages.flatMap(({ setting, label }) =>
    classes.map((name) => ({ label, class: name, count: countOf(errors, metric, setting, name) })),
  );
  const total = (stage: Stage | undefined): number =>
    classes.reduce((sum, name) => sum + countOf(errors, metric, stage?.setting ?? '', name), 0);
  const most = Math.max(...stages.map(total));
  return element(
    'section',
    {},
    element('h3', {}, `Wrong items: ${metric}`),
    legend(classes, classes.map(colourOf)),
    chart(
      `${metric}: ${total(stages[0])} wrong items after ${stages[0]!.label}, ${total(stages.at(-1))} after ${stages.at(-1)!.label}`,
      50 + 34 * stages.length,
      (width) => ({
        marginLeft: 84,
        x: { label: 'wrong items', grid: true },
        y: { label: null, domain: stages.map(({ label }) => label) },
        color: { domain: [...classes], range: classes.map((name) => seriesColour(colourOf(name))) },
        marks: [
          Plot.barX(bars, {
            x: 'count',
            y: 'label',
            fill: 'class',
            stroke: 'var(--page)',
            strokeWidth: 1.5,
            order: [...classes],
          }),
          Plot.text(
            bars,
            Plot.stackX({
              x: 'count',
              y: 'label',
              order: [...classes],
              // A count stands in its bar where the bar is wide enough for it.
              text: ({ count }: { count: number }) =>
                (count / most) * (width - 100) > 30 ? String(count) : '',
              fill: 'var(--on-series)',
              z: 'class',
            }),
          ),
        ],
      }),
      () => countTable(errors, metric, stages),
    ),
    element(
      'p',
      {},
      ...classes.flatMap((name) => [
        element(
          'button',
          {
            type: 'button',
            class: 'chip',
            click: () => page.showExamples({ error: `${metric}: ${name}`, setting: stages.at(-1)!.setting }),
          },
          `Examples: ${name}`,
        ),
        ' ',
      ]),
    ),
  );
}

function countTable(errors: readonly ErrorCount[], metric: string, stages: readonly Stage[]): HTMLElement {
  const columns: readonly DataColumn<Stage>[] = [
    { heading: 'After', head: true, cell: ({ label }) => label },
    ...classesOf(metric).map(
      (name): DataColumn<Stage> => ({
        heading: name,
        numeric: true,
        cell: ({ setting }) => formatCount(countOf(errors, metric, setting, name)),
      }),
    ),
  ];
  return dataTable(`Wrong items by class, ${metric}`, columns, stages);
}
