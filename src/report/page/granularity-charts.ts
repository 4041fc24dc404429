import * as Plot from '@observablehq/plot';
import type { Table } from '../../tables/table.ts';
import { chart } from './charts.ts';
import { dataTable } from './data-table.ts';
import { element } from './element.ts';

/** Table 7 as charts: ours with intervals beside the published figures. */
export function granularityCharts(table: Table | undefined): readonly HTMLElement[] {
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
    60 + 34 * points.length,
    (width) => ({
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
    () =>
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
