import type { ExampleCounts } from '../../src/resampling.ts';
import type { LengthRow, Measurements, Metric, MetricRow, Task } from '../../src/tables/measurements.ts';
import type { Cell, Table } from '../../src/tables/table.ts';
import { paper, published } from './paper.ts';

/** Nothing measured yet; real data, an engine that knows unseen labels. */
export const NOTHING: Measurements = {
  profile: 'paper',
  engine: 'llamafactory',
  synthetic: false,
  scorer: 'prouie',
  scorers: ['prouie'],
  tokenizer: 'Qwen3',
  buckets: 'cumulative',
  metrics: [],
  phases: [],
  lengths: [],
  statistics: [],
  composition: [],
  firstPhaseFill: null,
  missing: [],
  remarks: [],
};

/** Counts of 400 examples with one item each whose micro F1 is near a figure; with seed 1, 2 … others are right. */
function countsNear(f1: number, seed = 1): ExampleCounts {
  const right = Math.round(f1 * 4);
  const isRight = Array.from({ length: 400 }, (_, index) => ((index * 7 + seed) * 61) % 400 < right);
  return {
    tp: Int32Array.from(isRight, (is) => (is ? 1 : 0)),
    errors: Int32Array.from(isRight, (is) => (is ? 0 : 2)),
  };
}

export function metricRow(dataset: string, f1: number, of: Partial<MetricRow> = {}): MetricRow {
  const variant = of.variant ?? 'full';
  return {
    variant,
    seed: 1,
    dataset,
    task: 'ner',
    metric: 'entity',
    scorer: 'prouie',
    f1,
    counts: countsNear(f1, of.seed),
    node: `score/${variant}/${dataset}`,
    ...of,
  };
}

const SOURCES: readonly { readonly table: string; readonly task: Task; readonly metric: Metric }[] = [
  { table: '1', task: 'ner', metric: 'entity' },
  { table: '2', task: 're', metric: 'relation' },
  { table: '3', task: 'ee', metric: 'trigger' },
  { table: '4', task: 'ee', metric: 'argument' },
];

/** Scores equal to the published ones of Tables 1 to 4, moved by `shift`, for the sets that `keep` lets through. */
export function publishedScores(
  variant: string,
  { shift = 0, keep = () => true }: { shift?: number; keep?: (dataset: string) => boolean } = {},
): readonly MetricRow[] {
  return SOURCES.flatMap(({ table, task, metric }) => {
    const source = paper.cells.scores.find((one) => one.table === table)!;
    const own = published(table).columns.indexOf(source.column);
    return published(table)
      .rows.filter((row) => keep(row.dataset!))
      .map((row) => metricRow(row.dataset!, row.values[own]! + shift, { variant, task, metric }));
  });
}

export function lengthRow(
  dataset: string,
  task: Task,
  variant: string,
  tokens: readonly number[],
): LengthRow {
  return { variant, seed: 1, dataset, task, tokens, node: `lengths/${variant}` };
}

export function cellAt(table: Table, row: string, column: string): Cell {
  const cell = table.rows.find((one) => one.row === row)?.cells.find((one) => one.column === column);
  if (cell === undefined) throw new Error(`Table ${table.table} has no cell at ${row}, ${column}`);
  return cell;
}
