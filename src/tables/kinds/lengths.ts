import { type Comparison, missingCell, valueCell } from '../cells.ts';
import { frameTable } from '../frame.ts';
import { lengthBuckets, PERCENTILES } from '../length-buckets.ts';
import type { LengthRow, Measurements } from '../measurements.ts';
import { commonNode } from '../nodes.ts';
import type { Paper } from '../paper.ts';
import { publishedTable, publishedValue } from '../published.ts';
import { missingReason } from '../scores.ts';
import { type Cell, type Column, NOT_IN_THE_PAPER, type Row, type Table } from '../table.ts';
import type { TableKind } from '../table-kind.ts';
import { toleranceOf } from '../tolerances.ts';

export const tables: readonly TableKind[] = [
  { id: '6', summary: 'tokens of generated outputs', from: { kind: 'lengths' }, make: lengthTable },
];

/**
 * Table 6: lengths of the generated outputs by percentile bucket, pooled over the paper's sets of each task (and over
 * seeds). Other settings and other RE and EE sets follow as rows that are marked so.
 */
function lengthTable(paper: Paper, measurements: Measurements): Table {
  const { tasks, settings } = paper.cells.lengths;
  const published = publishedTable(paper.published, '6');
  const comparison: Comparison = measurements.synthetic ? 'unjudged' : toleranceOf(paper.tolerances, '6');
  const isPrinted = (row: string): boolean => published.rows.some((one) => one.row === row);

  const rowOf = (row: string, variant: string, datasets: readonly string[]): Row => {
    const rows = measurements.lengths.filter(
      (one) => one.variant === variant && datasets.includes(one.dataset),
    );
    const found = datasets.filter((dataset) =>
      rows.some((one) => one.dataset === dataset && one.tokens.length > 0),
    );
    const whole = found.length === datasets.length;
    const cells = cellsOf(
      rows,
      (column) => publishedValue(published, row, column),
      whole ? comparison : null,
      [whole ? null : `only ${found.join(', ')} of ${datasets.join(', ')}`, seeds(rows)],
      () => noneReason(measurements, variant, datasets),
      measurements.buckets,
    );
    return { row, group: isPrinted(row) ? null : NOT_IN_THE_PAPER, cells };
  };

  const pooled = tasks.flatMap(({ name, datasets }) =>
    settings.map((setting) => rowOf(`${name} ${setting.name}`, setting.variant, datasets)),
  );
  const inPaper = new Set(tasks.flatMap((one) => one.datasets));
  const others = publishedTable(paper.published, '8').rows.filter(
    ({ dataset }) => !inPaper.has(dataset!) && measurements.lengths.some((one) => one.dataset === dataset),
  );
  const single = others
    .filter((one) => tasks.some(({ task }) => task === one.task))
    .flatMap(({ row, dataset }) =>
      settings.map((setting) => rowOf(`${row} ${setting.name}`, setting.variant, [dataset!])),
    );
  const isOurs = (row: Row): boolean => row.group === NOT_IN_THE_PAPER;
  const rows = [...pooled.filter((row) => !isOurs(row)), ...pooled.filter(isOurs), ...single];
  const columns = published.columns.map(
    (column): Column => ({ column, heading: column, kind: 'own', unit: 'tokens' }),
  );
  const remarks = [
    `Tokens of the ${measurements.tokenizer} tokenizer, in the outputs on the test splits. Buckets: ${measurements.buckets} (an assumption).`,
  ];
  return frameTable('6', published.title, columns, rows, remarks, paper, measurements);
}

function cellsOf(
  rows: readonly LengthRow[],
  published: (column: string) => number | null,
  comparison: Comparison | null,
  notes: readonly (string | null)[],
  noneReason: () => string,
  kind: Measurements['buckets'],
): readonly Cell[] {
  const tokens = rows.flatMap((row) => row.tokens);
  const node = commonNode(rows.map((row) => row.node));
  const buckets = tokens.length === 0 ? [] : lengthBuckets(tokens, kind);
  return PERCENTILES.flatMap((percentile, index) =>
    (['min', 'mean', 'max'] as const).map((figure) => {
      const column = `P${percentile} ${figure}`;
      if (tokens.length === 0) return missingCell(column, published(column), noneReason());
      const bucket = buckets[index];
      if (!bucket) return missingCell(column, published(column), 'no output falls into this bucket');
      return valueCell(column, { value: bucket[figure], node, notes }, published(column), comparison);
    }),
  );
}

function seeds(rows: readonly LengthRow[]): string | null {
  const count = new Set(rows.map((row) => row.seed)).size;
  return count > 1 ? `pooled over ${count} seeds` : null;
}

function noneReason(measurements: Measurements, variant: string, datasets: readonly string[]): string {
  if (!measurements.lengths.some((one) => one.variant === variant)) return `variant ${variant} was not run`;
  const reasons = datasets.map((dataset) =>
    missingReason(measurements.missing, dataset, 'no outputs for this set'),
  );
  return [...new Set(reasons)].join('; ');
}
