import { ProuieError } from '../errors.ts';
import { bootstrapF1, type ExampleCounts, meanReplicates } from '../resampling.ts';
import { mean } from './means.ts';
import type { Metric, MetricRow, Missing, Task } from './measurements.ts';
import { commonNode } from './nodes.ts';

/** The score of one data set, averaged over seeds. */
export interface Score {
  readonly dataset: string;
  readonly value: number;
  readonly bySeed: ReadonlyMap<number, number>;
  readonly node: string | null;
  /** The same figure on resampled examples; null where the counts of a seed are not known. */
  readonly replicates: Float64Array | null;
}

/**
 * The scores of a task's metric by data set; a mean where there are several seeds.
 *
 * @param rows those of one variant, or of one phase
 * @throws ProuieError PROUIE_DUPLICATE_SCORE when a data set has two scores for one seed
 */
export function scoresOf(rows: readonly MetricRow[], task: Task, metric: Metric): ReadonlyMap<string, Score> {
  const found = new Map<string, { readonly bySeed: Map<number, MetricRow>; readonly nodes: string[] }>();
  for (const row of rows) {
    if (row.task !== task || row.metric !== metric) continue;
    const score = found.get(row.dataset) ?? { bySeed: new Map<number, MetricRow>(), nodes: [] as string[] };
    found.set(row.dataset, score);
    if (score.bySeed.has(row.seed)) {
      throw new ProuieError(
        'PROUIE_DUPLICATE_SCORE',
        `${row.dataset} has two ${metric} scores for variant ${row.variant}, seed ${row.seed} (the second from ${row.node}).`,
        { hint: 'Hand over the scores of one scorer profile and one engine.' },
      );
    }
    score.bySeed.set(row.seed, row);
    score.nodes.push(row.node);
  }
  const scores = new Map<string, Score>();
  for (const [dataset, { bySeed, nodes }] of found) {
    const bySeedF1 = new Map([...bySeed].map(([seed, row]) => [seed, row.f1]));
    const lists = [...bySeed.values()].map(replicatesOf);
    scores.set(dataset, {
      dataset,
      bySeed: bySeedF1,
      value: mean([...bySeedF1.values()]),
      node: commonNode(nodes),
      replicates: lists.every((list) => list !== null) ? meanReplicates(lists) : null,
    });
  }
  return scores;
}

/** Why a data set has no score. */
export function missingReason(missing: readonly Missing[], dataset: string, otherwise: string): string {
  return missing.find((one) => one.dataset === dataset)?.reason ?? otherwise;
}

/** Resampling takes longest, and a score stands in several cells. */
const knownReplicates = /* @__PURE__ */ new WeakMap<ExampleCounts, Float64Array>();

function replicatesOf({ counts, dataset }: MetricRow): Float64Array | null {
  if (counts === null) return null;
  const known = knownReplicates.get(counts) ?? bootstrapF1(counts, dataset);
  knownReplicates.set(counts, known);
  return known;
}
