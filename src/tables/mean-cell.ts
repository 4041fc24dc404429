import type { MeanColumn } from './cell-map.ts';
import { type Comparison, missingCell, valueCell } from './cells.ts';
import type { MetricRow, Missing, Task } from './measurements.ts';
import type { Paper } from './paper.ts';
import { type Published, publishedTable } from './published.ts';
import { scoresOf } from './scores.ts';
import { meanOverSets } from './set-means.ts';
import type { Cell } from './table.ts';

/** The data sets whose scores make up a task's average: the rows of the paper's Tables 1, 2 and 4. */
export function datasetsOf(task: Task, published: Published): readonly string[] {
  return publishedTable(published, SCORE_TABLES[task]).rows.map((row) => row.dataset!);
}

const SCORE_TABLES = { ner: '1', re: '2', ee: '4' } as const;

/** What a mean is made from. */
export interface MeanSource {
  /** The scores of one variant, or of one phase. */
  readonly rows: readonly MetricRow[];
  /** Why there is no value when `rows` is empty. */
  readonly otherwise: string;
  readonly published: number | null;
  readonly comparison: Comparison;
  readonly missing: readonly Missing[];
}

/**
 * The mean over all sets of a column's task. The paper prints averages only, so with sets missing there is a value
 * and no difference.
 */
export function meanCell({ column, task, metric }: MeanColumn, paper: Paper, source: MeanSource): Cell {
  const datasets = datasetsOf(task, paper.published);
  const noneIsThere = datasets.every((id) => source.missing.some(({ dataset }) => dataset === id));
  if (source.rows.length === 0 && !noneIsThere)
    return missingCell(column, source.published, source.otherwise);
  const mean = meanOverSets(scoresOf(source.rows, task, metric), datasets);
  if (mean === null) return missingCell(column, source.published, noneOf(datasets, source.missing));
  const whole = mean.found.length === mean.wanted;
  const partial = `mean of ${mean.found.length} of ${mean.wanted} sets`;
  const notes = [whole ? null : partial];
  if (!whole && source.published !== null) notes.push('the paper has only the average over all');
  return valueCell(column, { ...mean, notes }, source.published, whole ? source.comparison : null);
}

function noneOf(datasets: readonly string[], missing: readonly Missing[]): string {
  const reasons = new Set(missing.filter((one) => datasets.includes(one.dataset)).map((one) => one.reason));
  const [reason] = reasons;
  return `none of the ${datasets.length} sets was scored${reasons.size === 1 ? `: ${reason}` : ''}`;
}
