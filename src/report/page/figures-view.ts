import * as Plot from '@observablehq/plot';
import { type SlotFigure, slotCaption } from '../../tables/slots/slot-figure.ts';
import type { Table } from '../../tables/table.ts';
import type { LengthDistribution } from '../report-content.ts';
import { chart } from './charts.ts';
import { dataTable } from './data-table.ts';
import { element } from './element.ts';
import { taskName } from './format.ts';
import type { View } from './report-page.ts';
import { settingLabel, stagesOf } from './stages.ts';

/** Lengths of outputs, granularity of the reward, and Figure 3. */
export const figuresView: View = {
  id: 'figures',
  title: 'Figures',
  render: ({ content }) => ({
    content: [
      element('h3', { id: 'lengths' }, 'Tokens of the outputs before and after Streamlined Alignment'),
      ...lengthCharts(content.lengths),
      element('h3', { id: 'granularity' }, 'Granularity of the reward (Table 7)'),
      ...granularityCharts(content.tables.find(({ table }) => table === '7')),
      element('h3', { id: 'slots' }, content.slots === null ? 'Figure 3' : slotCaption(content.slots)),
      ...slotCharts(content.slots),
    ],
  }),
};

interface LengthSummary {
  readonly setting: string;
  readonly outputs: number;
  readonly mean: number;
  readonly median: number;
  readonly p95: number;
  readonly max: number;
}

function lengthCharts(lengths: readonly LengthDistribution[]): readonly HTMLElement[] {
  const tasks = ['ner', 're', 'ee'].filter((task) => lengths.some((one) => one.task === task));
  if (tasks.length === 0) return [element('p', {}, 'No lengths were counted.')];
  const settings = stagesOf([...new Set(lengths.map(({ setting }) => setting))]).map(
    ({ setting }) => setting,
  );
  const others = [...new Set(lengths.map(({ setting }) => setting))].filter(
    (name) => !settings.includes(name),
  );
  const order = [...others, ...settings];
  return [
    element(
      'p',
      {},
      'Share of outputs by length. A variant without Streamlined Alignment writes every type of the schema, also those without an answer. The line is the median.',
    ),
    element(
      'div',
      { class: 'chart-grid' },
      ...tasks.map((task) =>
        lengthChart(
          task,
          order,
          lengths.filter((one) => one.task === task),
        ),
      ),
    ),
  ];
}

function lengthChart(
  task: string,
  order: readonly string[],
  found: readonly LengthDistribution[],
): HTMLElement {
  const summaries = order.flatMap((setting) => found.filter((one) => one.setting === setting)).map(summarise);
  const longest = Math.max(...summaries.map(({ p95 }) => p95)) * 1.3;
  const points = found.flatMap(({ setting: variant, lengths }) => {
    const setting = settingLabel(variant);
    const outputs = lengths.reduce((sum, [, count]) => sum + count, 0);
    return lengths.map(([tokens, count]) => ({
      setting,
      tokens: Math.min(tokens, longest),
      share: (100 * count) / outputs,
    }));
  });
  const told = summaries.map(({ setting, median }) => `${setting} ${median}`).join(', ');
  return chart(
    `${taskName(task)}, median tokens: ${told}`,
    () => ({
      height: 70 + 90 * summaries.length,
      marginLeft: 44,
      x: { label: 'tokens (longer ones at the right end)', domain: [0, longest], ticks: 5 },
      y: { label: '% of outputs', grid: true, ticks: 3 },
      fy: { domain: summaries.map(({ setting }) => setting), label: null, axis: null },
      marks: [
        Plot.rectY(
          points,
          Plot.binX<Plot.RectYOptions>(
            { y: 'sum' },
            {
              x: { value: 'tokens', thresholds: 24 },
              y: 'share',
              fy: 'setting',
              fill: 'var(--series-1)',
              inset: 0.5,
            },
          ),
        ),
        Plot.ruleX(summaries, { x: 'median', fy: 'setting', stroke: 'var(--series-2)', strokeWidth: 2.5 }),
        Plot.text(summaries, {
          fy: 'setting',
          frameAnchor: 'top-right',
          text: 'setting',
          fontWeight: 'bold',
          stroke: 'var(--page)',
          fill: 'var(--ink)',
        }),
      ],
    }),
    dataTable(
      `Tokens of the outputs, ${taskName(task)}`,
      [
        { heading: 'Variant', head: true, cell: ({ setting }) => setting },
        { heading: 'Outputs', numeric: true, cell: ({ outputs }) => String(outputs) },
        { heading: 'Mean', numeric: true, cell: ({ mean }) => mean.toFixed(1) },
        { heading: 'Median', numeric: true, cell: ({ median }) => String(median) },
        { heading: '95th percentile', numeric: true, cell: ({ p95 }) => String(p95) },
        { heading: 'Longest', numeric: true, cell: ({ max }) => String(max) },
      ],
      summaries,
    ),
  );
}

function summarise({ setting: variant, lengths }: LengthDistribution): LengthSummary {
  const outputs = lengths.reduce((sum, [, count]) => sum + count, 0);
  const quantile = (share: number): number => {
    let seen = 0;
    return lengths.find(([, count]) => (seen += count) >= share * outputs)?.[0] ?? 0;
  };
  return {
    setting: settingLabel(variant),
    outputs,
    mean: lengths.reduce((sum, [tokens, count]) => sum + tokens * count, 0) / outputs,
    median: quantile(0.5),
    p95: quantile(0.95),
    max: Math.max(...lengths.map(([tokens]) => tokens)),
  };
}

function granularityCharts(table: Table | undefined): readonly HTMLElement[] {
  if (table === undefined) return [element('p', {}, 'Table 7 has not been made.')];
  return [
    element(
      'p',
      {},
      'Filled: our mean F1 with its 95 % interval. Hollow: the published one. ',
      table.synthetic ? 'Ours are from synthetic data, so the two are no comparison.' : '',
    ),
    element(
      'div',
      { class: 'chart-grid' },
      ...table.columns.flatMap(({ column, heading, kind }) => {
        if (kind !== 'own') return [];
        const points = table.rows.flatMap(({ row, cells }) => {
          const cell = cells.find((one) => one.column === column);
          return cell === undefined ? [] : [{ row, ...cell, ...(cell.interval ?? {}) }];
        });
        return [granularityChart(heading, points)];
      }),
    ),
  ];
}

interface GranularityPoint {
  readonly row: string;
  readonly value: number | null;
  readonly published: number | null;
  readonly low?: number;
  readonly high?: number;
}

function granularityChart(heading: string, points: readonly GranularityPoint[]): HTMLElement {
  const withInterval = points.filter(({ low }) => low !== undefined);
  const shown = (value: number | null): string => (value === null ? '–' : value.toFixed(2));
  return chart(
    `${heading}: ${points.map(({ row, value }) => `${row} ${shown(value)}`).join(', ')}`,
    (width) => ({
      height: 60 + 34 * points.length,
      marginLeft: Math.min(150, width * 0.4),
      x: { label: 'F1 (%)', grid: true, ticks: 5 },
      y: { label: null, domain: points.map(({ row }) => row) },
      marks: [
        Plot.link(withInterval, {
          x1: 'low',
          x2: 'high',
          y1: 'row',
          y2: 'row',
          stroke: 'var(--series-1)',
          strokeWidth: 2,
        }),
        Plot.dot(points, { x: 'value', y: 'row', r: 5, fill: 'var(--series-1)' }),
        Plot.dot(points, {
          x: 'published',
          y: 'row',
          r: 5,
          symbol: 'diamond',
          stroke: 'var(--series-2)',
          strokeWidth: 2,
        }),
      ],
    }),
    dataTable(
      `Granularity of the reward, ${heading}`,
      [
        { heading: 'Reward', head: true, cell: ({ row }) => row },
        { heading: 'Ours', numeric: true, cell: ({ value }) => shown(value) },
        {
          heading: 'Interval',
          numeric: true,
          cell: ({ low, high }) => (low === undefined ? '–' : `${shown(low)} to ${shown(high ?? null)}`),
        },
        { heading: 'Published', numeric: true, cell: ({ published }) => shown(published) },
      ],
      points,
    ),
  );
}

function slotCharts(figure: SlotFigure | null): readonly HTMLElement[] {
  if (figure === null) return [element('p', {}, 'Figure 3 has not been made: `prouie run figure/3`.')];
  return [
    element('ul', { class: 'remarks' }, ...figure.remarks.map((remark) => element('li', {}, remark))),
    element(
      'div',
      { class: 'chart-grid' },
      ...figure.slots.map(({ slot, emptyAnswer }) => {
        const bars = figure.variants.flatMap(({ variant, bars: all }) => {
          const bar = all.find((one) => one.slot === slot);
          return bar === undefined ? [] : [{ variant, exactAcc: bar.exactAcc, ofFilled: bar.ofFilled }];
        });
        return chart(
          `${slot}: exact for ${emptyAnswer.toFixed(1)} % where nothing is answered (dashed)`,
          () => ({
            height: 50 + 20 * bars.length,
            marginLeft: 96,
            marginRight: 40,
            x: { label: 'ExactAcc (%)', domain: [0, 100], grid: true, ticks: 5 },
            y: { label: null, domain: bars.map(({ variant }) => variant) },
            marks: [
              Plot.barX(bars, {
                x: 'exactAcc',
                y: 'variant',
                fill: 'var(--series-1)',
                insetTop: 2,
                insetBottom: 2,
              }),
              Plot.text(bars, {
                x: 'exactAcc',
                y: 'variant',
                text: ({ exactAcc }) => exactAcc.toFixed(1),
                textAnchor: 'start',
                dx: 8,
                fill: 'var(--ink)',
              }),
              Plot.ruleX([emptyAnswer], { stroke: 'var(--ink)', strokeDasharray: '4 3', strokeWidth: 1.5 }),
            ],
          }),
          dataTable(
            `ExactAcc of ${slot}`,
            [
              { heading: 'Variant', head: true, cell: ({ variant }) => variant },
              { heading: 'Of all queries (%)', numeric: true, cell: ({ exactAcc }) => exactAcc.toFixed(2) },
              {
                heading: 'Of those with a value (%)',
                numeric: true,
                cell: ({ ofFilled }) => (ofFilled === null ? '–' : ofFilled.toFixed(2)),
              },
            ],
            bars,
          ),
        );
      }),
    ),
  ];
}
