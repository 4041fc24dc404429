import * as Plot from '@observablehq/plot';
import type { LengthDistribution } from '../report-content.ts';
import { chart } from './charts.ts';
import { dataTable } from './data-table.ts';
import { element } from './element.ts';
import { taskName } from './format.ts';
import { settingLabel, stagesOf } from './stages.ts';

interface LengthSummary {
  readonly setting: string;
  readonly outputs: number;
  readonly mean: number;
  readonly median: number;
  readonly p95: number;
  readonly max: number;
}

/** How long outputs are before and after Streamlined Alignment, a chart a task. */
export function lengthCharts(lengths: readonly LengthDistribution[]): readonly HTMLElement[] {
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
    70 + 90 * summaries.length,
    () => ({
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
    () =>
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
