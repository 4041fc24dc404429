import { ProuieError } from '../errors.ts';
import { fixed } from './decimals.ts';
import { mean } from './means.ts';
import type { Metric, MetricRow, Missing, Task } from './measurements.ts';
import { commonNode } from './nodes.ts';

/** The score of one data set, averaged over seeds. */
export interface Score {
  readonly dataset: string;
  readonly value: number;
  readonly bySeed: ReadonlyMap<number, number>;
  readonly node: string | null;
}

/**
 * The scores of a task's metric by data set; a mean where there are several seeds.
 *
 * @param rows those of one variant, or of one phase
 * @throws ProuieError PROUIE_DUPLICATE_SCORE when a data set has two scores for one seed
 */
export function scoresOf(rows: readonly MetricRow[], task: Task, metric: Metric): ReadonlyMap<string, Score> {
  const found = new Map<string, { readonly bySeed: Map<number, number>; readonly nodes: string[] }>();
  for (const row of rows) {
    if (row.task !== task || row.metric !== metric) continue;
    const score = found.get(row.dataset) ?? { bySeed: new Map<number, number>(), nodes: [] as string[] };
    found.set(row.dataset, score);
    if (score.bySeed.has(row.seed)) {
      throw new ProuieError(
        'PROUIE_DUPLICATE_SCORE',
        `${row.dataset} has two ${metric} scores for variant ${row.variant}, seed ${row.seed} (the second from ${row.node}).`,
        { hint: 'Hand over the scores of one scorer profile and one engine.' },
      );
    }
    score.bySeed.set(row.seed, row.f1);
    score.nodes.push(row.node);
  }
  const scores = new Map<string, Score>();
  for (const [dataset, { bySeed, nodes }] of found) {
    scores.set(dataset, { dataset, bySeed, value: mean([...bySeed.values()]), node: commonNode(nodes) });
  }
  return scores;
}

/** Says how the F1 of several seeds were brought together; null for a single run. */
export function seedNote(values: readonly number[]): string | null {
  if (values.length < 2) return null;
  const [least, most] = [Math.min(...values), Math.max(...values)].map((value) => fixed(value, 2));
  return `mean of ${values.length} seeds, ${least} to ${most}`;
}

/** Why a data set has no score. */
export function missingReason(missing: readonly Missing[], dataset: string, otherwise: string): string {
  return missing.find((one) => one.dataset === dataset)?.reason ?? otherwise;
}
