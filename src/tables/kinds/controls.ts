import { differenceReplicates, intervalOf, RESAMPLES } from '../../resampling.ts';
import type { CellMap, MeanColumn } from '../cell-map.ts';
import { comparisonOf, missingCell, valueCell } from '../cells.ts';
import { clean, fixed } from '../decimals.ts';
import { frameTable } from '../frame.ts';
import { datasetsOf, meanCell } from '../mean-cell.ts';
import type { Measurements, MetricRow } from '../measurements.ts';
import type { Paper } from '../paper.ts';
import { publishedTable, publishedValue } from '../published.ts';
import { scoresOf } from '../scores.ts';
import { meanOverSets } from '../set-means.ts';
import { significanceOf } from '../significance.ts';
import type { Cell, Column, Row, Table } from '../table.ts';
import type { TableKind } from '../table-kind.ts';

export const tables: readonly TableKind[] = [
  {
    id: 'controls',
    summary: 'all variants and controls, each compared with another',
    from: { kind: 'scores', scorers: 'one', needs: ({ variant }) => !variant.startsWith('after-') },
    make: controlsTable,
  },
];

/**
 * The controls that the paper lacks: the mean of every metric, then how far it lies above the row that the control
 * is compared with, over the sets that both have.
 */
function controlsTable(paper: Paper, measurements: Measurements): Table {
  const { columns: measures } = paper.cells.controls;
  const controls = [...paper.cells.controls.rows, ...addedControls(paper, measurements)];
  const stages = publishedTable(paper.published, '5');
  const comparison = comparisonOf(measurements);
  const rowsOf = (variant: string) => measurements.metrics.filter((one) => one.variant === variant);

  const rows = controls.map(({ row, variant, published, against }): Row => {
    const means = measures.map((column) =>
      meanCell(column, paper, {
        rows: rowsOf(variant),
        otherwise: `variant ${variant} was not run`,
        published: published && column.published ? publishedValue(stages, published, column.published) : null,
        missing: measurements.missing,
        comparison,
      }),
    );
    const reference = controls.find((one) => one.row === against);
    const differences = measures.map((column) =>
      reference === undefined
        ? missingCell(differenceColumn(column), null, 'a row that others are compared with')
        : differenceCell(column, paper, rowsOf(variant), rowsOf(reference.variant)),
    );
    return { row, group: null, cells: [...means, ...differences] };
  });
  const columns = [
    ...measures.map(({ column }): Column => ({ column, heading: column, kind: 'own', unit: 'f1' })),
    ...measures.map(differenceColumn).map((column): Column => {
      return { column, heading: column, kind: 'own', unit: 'points' };
    }),
  ];
  const remarks = controls.map(
    ({ row, about, against }) =>
      `${row}: ${about}${against === undefined ? '' : ` (compared with \`${against}\`)`}.`,
  );
  remarks.push(significanceRemark(rows));
  if (measurements.engine === 'embedded') remarks.push(ORDER_REMARK);
  const title = 'Controls that the paper lacks (average F1, %)';
  return frameTable('controls', title, columns, rows, remarks, paper, measurements);
}

/** A row for each variant that has none: those that were added to the recipe. */
function addedControls(paper: Paper, { metrics }: Measurements): CellMap['controls']['rows'] {
  const known = new Set(paper.cells.controls.rows.map(({ variant }) => variant));
  const added = [...new Set(metrics.map(({ variant }) => variant))].filter(
    (variant) => !known.has(variant) && !variant.startsWith('after-'),
  );
  return added.map((variant) => {
    return { row: variant, variant, against: 'full', about: 'a variant that was added to the recipe' };
  });
}

function differenceColumn({ column }: MeanColumn): string {
  return `${column} difference`;
}

function differenceCell(
  measure: MeanColumn,
  paper: Paper,
  rows: readonly MetricRow[],
  reference: readonly MetricRow[],
): Cell {
  const { task, metric } = measure;
  const scores = scoresOf(rows, task, metric);
  const others = scoresOf(reference, task, metric);
  const datasets = datasetsOf(task, paper.published).filter(
    (dataset) => scores.has(dataset) && others.has(dataset),
  );
  const mean = meanOverSets(scores, datasets);
  const other = meanOverSets(others, datasets);
  const column = differenceColumn(measure);
  if (mean === null || other === null) return missingCell(column, null, 'no set has a value in both rows');
  const interval =
    mean.replicates === null || other.replicates === null
      ? null
      : intervalOf(differenceReplicates(mean.replicates, other.replicates));
  return valueCell(column, {
    value: clean(mean.value - other.value),
    node: mean.node,
    interval,
    p: significanceOf(rows, reference, measure, datasets),
  });
}

function significanceRemark(rows: readonly Row[]): string {
  const tests = rows.flatMap(({ cells }) => cells).filter(({ p }) => p !== null).length;
  return `p of a difference: two-sided, by approximate randomisation over the test examples (${RESAMPLES} shuffles), not corrected for there being ${tests} of them; at 0.05 chance alone would mark ${fixed(tests * 0.05, 0)}.`;
}

const ORDER_REMARK =
  'The features of the embedded engine carry the task in their names, so that tasks share almost no weights: the order of the phases can neither help nor harm much, and the shuffled and reversed rows say nothing about the order with a language model.';
