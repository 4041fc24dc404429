import { intervalOf } from '../../resampling.ts';
import { averageRows } from '../average-rows.ts';
import { comparisonOf, missingCell, publishedCell, valueCell } from '../cells.ts';
import { frameTable } from '../frame.ts';
import type { Measurements, Task } from '../measurements.ts';
import type { Paper } from '../paper.ts';
import { type PublishedTable, publishedTable } from '../published.ts';
import { missingReason, type Score, scoresOf } from '../scores.ts';
import type { Cell, Column, Row, Table } from '../table.ts';
import type { TableKind } from '../table-kind.ts';

/** Tables 1 to 4. */
export const tables: readonly TableKind[] = [
  scoreKind('1', 'ner', 'F1 of entities by data set'),
  scoreKind('2', 're', 'F1 of relations by data set'),
  scoreKind('3', 'ee', 'F1 of event triggers by data set'),
  scoreKind('4', 'ee', 'F1 of event arguments by data set'),
];

function scoreKind(id: '1' | '2' | '3' | '4', task: Task, summary: string): TableKind {
  return {
    id,
    summary,
    from: {
      kind: 'scores',
      task,
      scorers: 'one',
      needs: (model) => model.variant === 'full' && model.task === task,
    },
    make: (paper, measurements) => scoreTable(id, paper, measurements),
  };
}

/** Table 1 (NER), 2 (RE), 3 (triggers) or 4 (arguments): F1 by data set, beside the baselines, then averages. */
function scoreTable(table: '1' | '2' | '3' | '4', paper: Paper, measurements: Measurements): Table {
  const published = publishedTable(paper.published, table);
  const source = paper.cells.scores.find((one) => one.table === table);
  if (source === undefined) throw new Error(`the cell map has no source for Table ${table}`);
  const rows = measurements.metrics.filter((row) => row.variant === source.variant);
  const scores = scoresOf(rows, source.task, source.metric);
  const own = published.columns.indexOf(source.column);
  const comparison = comparisonOf(measurements);

  const cellOf = (row: PublishedTable['rows'][number], score: Score | undefined): Cell => {
    const figure = row.values[own] ?? null;
    if (score === undefined) {
      const reason =
        rows.length === 0 ? `variant ${source.variant} was not run` : 'no predictions for this set';
      return missingCell(source.column, figure, missingReason(measurements.missing, row.dataset!, reason));
    }
    const notes = [row.domain === 'out' && measurements.engine === 'embedded' ? UNSEEN_LABELS : null];
    const bySeed = [...score.bySeed.values()];
    const interval = score.replicates === null ? null : intervalOf(score.replicates);
    return valueCell(
      source.column,
      { value: score.value, node: score.node, interval, bySeed, notes },
      figure,
      comparison,
    );
  };

  const body = published.rows.map((row): Row => {
    const score = scores.get(row.dataset!);
    const cells = published.columns.map((column, index) =>
      index === own ? cellOf(row, score) : publishedCell(column, row.values[index] ?? null),
    );
    return { row: row.row, group: row.domain === undefined ? null : DOMAINS[row.domain], cells };
  });
  const columns = published.columns.map(
    (column): Column => ({
      column,
      heading: column,
      kind: column === source.column ? 'own' : 'baseline',
      unit: 'f1',
    }),
  );
  const remarks = [`Micro F1 on the test splits.`];
  if (table === '1' && measurements.engine === 'embedded') remarks.push(OUT_OF_DOMAIN_REMARK);
  const averages = averageRows(published, own, scores, comparison);
  return frameTable(table, published.title, columns, [...body, ...averages], remarks, paper, measurements);
}

const DOMAINS = { in: 'in domain', out: 'out of domain' } as const;

const UNSEEN_LABELS = 'out of domain: this engine knows no meaning of unseen labels';

const OUT_OF_DOMAIN_REMARK =
  'Out-of-domain rows are printed for completeness: the embedded engine learns labels from training rows and knows no meaning of unseen ones, so they are no result.';
