import { type Comparison, missingCell, valueCell } from '../cells.ts';
import { fixed, grouped } from '../decimals.ts';
import { frameTable } from '../frame.ts';
import type { FirstPhaseFill, Measurements, Phase, Task } from '../measurements.ts';
import { commonNode } from '../nodes.ts';
import type { Paper } from '../paper.ts';
import { publishedTable, publishedValue } from '../published.ts';
import { type Cell, type Column, NOT_IN_THE_PAPER, type Row, type Table } from '../table.ts';
import type { TableKind } from '../table-kind.ts';
import { toleranceOf } from '../tolerances.ts';

export const tables: readonly TableKind[] = [
  { id: '9', summary: 'rows of every phase by task', from: { kind: 'manifests' }, make: compositionTable },
];

/**
 * Table 9: how many rows of each task every phase trained on. The published size of phase 1 exceeds the NER rows of
 * Table 8, so both ways to fill it are printed: the one used, then the other.
 */
function compositionTable(paper: Paper, measurements: Measurements): Table {
  const published = publishedTable(paper.published, '9');
  const comparison: Comparison = measurements.synthetic ? 'unjudged' : toleranceOf(paper.tolerances, '9');
  const fill = measurements.firstPhaseFill;
  const rows = paper.cells.composition.stages.flatMap(({ row, stage }): readonly Row[] => {
    const note = stage === 'cm1' && fill !== null ? fillNote(fill, fill.used) : null;
    const cells = published.columns.map((column) =>
      countCell(column, stage, measurements, publishedValue(published, row, column), comparison, note),
    );
    const used: Row = { row, group: null, cells };
    if (stage !== 'cm1' || fill === null) return [used];
    return [
      used,
      otherFill(row, fill, published.columns, (column) => publishedValue(published, row, column), comparison),
    ];
  });
  const columns = published.columns.map(
    (column, index): Column => ({
      column,
      heading: published.headings?.[index] ?? column,
      kind: 'own',
      unit: 'count',
    }),
  );
  const absent = measurements.missing.length;
  const remarks =
    absent === 0
      ? []
      : [
          `Missing data sets: ${absent} of ${publishedTable(paper.published, '8').rows.length}; no phase has rows of theirs.`,
        ];
  return frameTable('9', published.title, columns, rows, remarks, paper, measurements);
}

const TASK_OF: Readonly<Record<string, Task>> = { NER: 'ner', RE: 're', EE: 'ee' };

function countCell(
  column: string,
  stage: Phase,
  { composition }: Measurements,
  published: number | null,
  comparison: Comparison,
  note: string | null,
): Cell {
  const rows = composition.filter((one) => one.stage === stage);
  if (rows.length === 0) return missingCell(column, published, `phase ${stage} was not run`);
  const task = TASK_OF[column];
  const counted = task === undefined ? rows : rows.filter((one) => one.task === task);
  const value = counted.reduce((sum, one) => sum + one.rows, 0);
  return valueCell(
    column,
    { value, node: commonNode(rows.map((one) => one.node)), notes: [note] },
    published,
    comparison,
  );
}

function otherFill(
  row: string,
  fill: FirstPhaseFill,
  columns: readonly string[],
  published: (column: string) => number | null,
  comparison: Comparison,
): Row {
  const other = fill.used === 'repeat' ? 'none' : 'repeat';
  const notes = [fillNote(fill, other), 'not used in this run'];
  const cells = columns.map((column) => {
    const value = column === 'NER' || column === 'examples' ? fill[other] : 0;
    return valueCell(column, { value, node: null, notes }, published(column), comparison);
  });
  return { row: `${row}, cm1-fill: ${other}`, group: NOT_IN_THE_PAPER, cells };
}

function fillNote(fill: FirstPhaseFill, kind: FirstPhaseFill['used']): string {
  const again = kind === 'repeat' ? grouped(fixed(fill.repeat - fill.none, 0)) : 'no';
  return `cm1-fill: ${kind}, ${again} rows drawn again`;
}
