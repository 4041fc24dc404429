import { comparisonOf } from '../cells.ts';
import { frameTable } from '../frame.ts';
import { meanCell } from '../mean-cell.ts';
import type { Measurements } from '../measurements.ts';
import type { Paper } from '../paper.ts';
import { publishedTable, publishedValue } from '../published.ts';
import type { Column, Row, Table } from '../table.ts';
import type { TableKind } from '../table-kind.ts';

export const tables: readonly TableKind[] = [
  {
    id: 'phases',
    summary: 'scores after each phase of training',
    from: { kind: 'scores', scorers: 'one', needs: ({ phase }) => phase !== null },
    make: phasesTable,
  },
];

/** The mean scores of the full recipe's checkpoint after each of its seven phases. */
function phasesTable(paper: Paper, measurements: Measurements): Table {
  const map = paper.cells.phases;
  const stages = publishedTable(paper.published, '5');
  const comparison = comparisonOf(measurements);
  const rows = map.rows.map(({ row, phase, published }): Row => {
    const source = {
      rows: measurements.phases.filter((one) => one.phase === phase && one.variant === 'full'),
      otherwise: `the checkpoint after ${phase} was not scored`,
      missing: measurements.missing,
      comparison,
    };
    const cells = map.columns.map((column) => {
      const figure =
        published && column.published ? publishedValue(stages, published, column.published) : null;
      return meanCell(column, paper, { ...source, published: figure });
    });
    return { row, group: null, cells };
  });
  const columns = map.columns.map(
    ({ column }): Column => ({ column, heading: column, kind: 'own', unit: 'f1' }),
  );
  const remarks = [
    'The published figures after CM, SA and DE are those of Table 5 for the recipes that end there.',
  ];
  return frameTable(
    'phases',
    'Scores after each phase (average F1, %)',
    columns,
    rows,
    remarks,
    paper,
    measurements,
  );
}
