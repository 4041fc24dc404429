/** How many wrong items there are of each class, by variant or by data set. */
import { openCatalog } from '../../catalog/catalog.ts';
import { type CatalogSource, feedsRelation } from '../../catalog/source.ts';
import { ERROR_CLASSES, type ErrorClass } from '../../uie/errors/error-class.ts';
import type { Metric } from '../../uie/scorers/profile.ts';
import { fitTable } from '../fitted-table.ts';
import { leftColumn, rightColumn } from '../text-table.ts';

export interface ErrorCount {
  readonly variant: string;
  readonly dataset: string;
  readonly task: string;
  readonly metric: Metric;
  readonly class: ErrorClass;
  /** Over all seeds. */
  readonly items: number;
}

/** Wrong items by variant, data set, metric and class, in the order of the pipeline; classes without any are left out. */
export async function countErrors(source: CatalogSource): Promise<readonly ErrorCount[]> {
  const catalog = await openCatalog(source);
  try {
    const { rows } = await catalog.query(
      'SELECT variant, dataset, task, metric, class, count(*) FROM errors GROUP BY ALL ORDER BY ALL',
    );
    const order = scoredNodes(source);
    const place = ({ variant, dataset }: ErrorCount): number =>
      order.findIndex((node) => node.variant === variant && node.dataset === dataset);
    return rows
      .map(([variant, dataset, task, metric, name, items]) => ({
        variant: String(variant),
        dataset: String(dataset),
        task: String(task),
        metric: metric as Metric,
        class: name as ErrorClass,
        items: Number(items),
      }))
      .sort((a, b) => place(a) - place(b));
  } finally {
    catalog.close();
  }
}

export interface ScoredNode {
  readonly variant: string;
  readonly dataset: string;
  readonly task: string;
}

/** What was scored, in the order of the pipeline: the nodes that feed `errors`. */
export function scoredNodes(source: CatalogSource): readonly ScoredNode[] {
  return source
    .nodes()
    .filter((node) => feedsRelation(node, 'errors') && node.outputs['errors'] !== undefined)
    .map(({ tags }) => ({
      variant: String(tags['variant']),
      dataset: String(tags['dataset']),
      task: String(tags['task']),
    }));
}

/**
 * A table a metric for people: a row each variant (or data set), a column each class, and their sum.
 *
 * @param nodes what was scored: the rows, with the task of each
 * @param wanted the only class that is shown; all where it is left out
 */
export function formatCounts(
  counts: readonly ErrorCount[],
  by: 'variant' | 'dataset',
  nodes: readonly ScoredNode[],
  width: number,
  wanted?: ErrorClass,
): string {
  const tables = (Object.keys(ERROR_CLASSES) as Metric[]).flatMap((metric) => {
    const task = TASK_OF[metric];
    const known: readonly ErrorClass[] = ERROR_CLASSES[metric];
    const classes = known.filter((name) => wanted === undefined || name === wanted);
    const names = [...new Set(nodes.filter((node) => node.task === task).map((node) => node[by]))];
    if (names.length === 0 || classes.length === 0) return [];
    const sums = classes.length > 1 ? ['all'] : [];
    const rows = names.map((name) => {
      const own = counts.filter((count) => count.metric === metric && count[by] === name);
      const items = classes.map((one) => sumItems(own.filter((count) => count.class === one)));
      return [name, ...items.map(String), ...sums.map(() => String(sumItems(own)))];
    });
    const heads = [leftColumn(metric), ...[...classes, ...sums].map(rightColumn)];
    return [[...fitTable(heads, rows, width)].join('\n')];
  });
  return `${tables.join('\n\n')}\n`;
}

const TASK_OF = { entity: 'ner', relation: 're', trigger: 'ee', argument: 'ee' } as const satisfies Readonly<
  Record<Metric, string>
>;

/** The classes that wrong items of some tasks can be of, each once. */
export function classesOfTasks(tasks: Iterable<string>): readonly ErrorClass[] {
  const asked = new Set(tasks);
  const metrics = (Object.keys(ERROR_CLASSES) as Metric[]).filter((metric) => asked.has(TASK_OF[metric]));
  return [...new Set(metrics.flatMap((metric) => ERROR_CLASSES[metric]))];
}

function sumItems(counts: readonly ErrorCount[]): number {
  return counts.reduce((sum, { items }) => sum + items, 0);
}
