import type { Graph } from '../../graph/graph.ts';
import type { Planner } from './plan.ts';

/** Nodes that are absent for a reason of their own, and one of them. */
export interface AbsentNodes {
  readonly count: number;
  readonly name: string;
  readonly why: string;
}

/**
 * The one that is named is the first with the reason that fewest have: what was left out on purpose was left out by the
 * dozen, and a missing file is missing once.
 *
 * @param planned the nodes that were asked for, by their indices
 */
export function absentNodes(graph: Graph, planned: Planner['planned']): AbsentNodes | null {
  const { nodes, producers, producerStart } = graph;
  const isAbsent = (index: number): boolean => planned[index]?.status === 'absent';
  const absent = nodes.flatMap(({ name }, index) => {
    const needed = producers.subarray(producerStart[index], producerStart[index + 1]);
    return isAbsent(index) && !needed.some(isAbsent) ? [{ name, why: planned[index]!.absent! }] : [];
  });
  const count = new Map<string, number>();
  for (const { why } of absent) count.set(why, (count.get(why) ?? 0) + 1);
  let named = absent[0];
  if (named === undefined) return null;
  for (const one of absent) if (count.get(one.why)! < count.get(named.why)!) named = one;
  return { count: absent.length, ...named };
}
