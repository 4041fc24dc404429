import { type Comparison, missingCell, valueCell } from '../cells.ts';
import { frameTable } from '../frame.ts';
import type { Measurements, StatisticsRow } from '../measurements.ts';
import type { Paper } from '../paper.ts';
import { publishedTable } from '../published.ts';
import { missingReason } from '../scores.ts';
import type { Cell, Column, Row, Table } from '../table.ts';
import type { TableKind } from '../table-kind.ts';
import { toleranceOf } from '../tolerances.ts';

export const tables: readonly TableKind[] = [
  { id: '8', summary: 'what the data sets hold', from: { kind: 'statistics' }, make: statisticsTable },
];

const FIGURES = [
  'labels',
  'roles',
  'train',
  'val',
  'test',
] as const satisfies readonly (keyof StatisticsRow)[];

/** Table 8: labels, argument roles and rows a split of every data set, as imported. */
function statisticsTable(paper: Paper, measurements: Measurements): Table {
  const published = publishedTable(paper.published, '8');
  const comparison: Comparison = measurements.synthetic ? 'unjudged' : toleranceOf(paper.tolerances, '8');
  const rows = published.rows.map(({ row, dataset, task, values }): Row => {
    const found = measurements.statistics.find((one) => one.dataset === dataset);
    const cells = FIGURES.map((column): Cell => {
      const figure = values[published.columns.indexOf(column)] ?? null;
      if (found === undefined) {
        return missingCell(
          column,
          figure,
          missingReason(measurements.missing, dataset!, 'the set was not imported'),
        );
      }
      const value = found[column];
      if (value !== null) return valueCell(column, { value, node: found.node }, figure, comparison);
      const reason =
        column === 'roles' && task !== 'ee' ? 'only events have roles' : `the source has no ${column}`;
      return missingCell(column, figure, reason);
    });
    return { row, group: task!.toUpperCase(), cells };
  });
  const columns = FIGURES.map((column): Column => {
    const heading = published.headings?.[published.columns.indexOf(column)] ?? column;
    return { column, heading, kind: 'own', unit: 'count' };
  });
  return frameTable('8', published.title, columns, rows, [], paper, measurements);
}
