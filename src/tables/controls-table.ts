import type { MeanColumn } from './cell-map.ts';
import { missingCell, valueCell } from './cells.ts';
import { clean } from './decimals.ts';
import { frameTable } from './frame.ts';
import { datasetsOf, meanCell, meanComparison } from './mean-cell.ts';
import type { Measurements } from './measurements.ts';
import type { Paper } from './paper.ts';
import { publishedTable, publishedValue } from './published.ts';
import { scoresOf } from './scores.ts';
import { meanOverSets } from './set-means.ts';
import type { Cell, Column, Row, Table } from './table.ts';

/**
 * The controls that the paper lacks, each beside the full recipe: the mean of every metric, then how far it lies
 * above the full recipe on the sets that both have.
 */
export function controlsTable(paper: Paper, measurements: Measurements): Table {
  const { columns: measures, reference, rows: controls } = paper.cells.controls;
  const stages = publishedTable(paper.published, '5');
  const comparison = meanComparison('controls', paper, measurements);
  const rowsOf = (variant: string) => measurements.metrics.filter((one) => one.variant === variant);

  const againstReference = ({ column, task, metric }: MeanColumn, variant: string): Cell => {
    const name = differenceColumn(column, reference);
    if (variant === reference) return missingCell(name, null, 'the row that the others are compared with');
    const scores = scoresOf(rowsOf(variant), task, metric);
    const wanted = scoresOf(rowsOf(reference), task, metric);
    const datasets = datasetsOf(task, paper.published).filter(
      (dataset) => scores.has(dataset) && wanted.has(dataset),
    );
    const mean = meanOverSets(scores, datasets);
    const full = meanOverSets(wanted, datasets);
    if (mean === null || full === null) return missingCell(name, null, 'no set has a value in both rows');
    return valueCell(name, { value: clean(mean.value - full.value), node: mean.node });
  };

  const rows = controls.map(({ row, variant, published }): Row => {
    const means = measures.map((column) =>
      meanCell(column, paper, {
        rows: rowsOf(variant),
        otherwise: `variant ${variant} was not run`,
        published: published && column.published ? publishedValue(stages, published, column.published) : null,
        missing: measurements.missing,
        comparison,
      }),
    );
    return {
      row,
      group: null,
      cells: [...means, ...measures.map((column) => againstReference(column, variant))],
    };
  });
  const columns = [
    ...measures.map(({ column }): Column => ({ column, heading: column, kind: 'own', unit: 'f1' })),
    ...measures.map(({ column }): Column => {
      const name = differenceColumn(column, reference);
      return { column: name, heading: name, kind: 'own', unit: 'points' };
    }),
  ];
  const remarks = controls.map(({ row, about }) => `${row}: ${about}.`);
  if (measurements.engine === 'embedded') remarks.push(ORDER_REMARK);
  return frameTable(
    'controls',
    'Controls that the paper lacks (average F1, %)',
    columns,
    rows,
    remarks,
    paper,
    measurements,
  );
}

function differenceColumn(column: string, reference: string): string {
  return `${column} against ${reference}`;
}

const ORDER_REMARK =
  'The features of the embedded engine carry the task in their names, so that tasks share almost no weights: the order of the phases can neither help nor harm much, and the shuffled and reversed rows say nothing about the order with a language model.';
