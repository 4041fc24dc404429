import type { Graph } from './graph.ts';

/**
 * The nodes that lie on any path from one of `from` to one of `to`, these included; empty where no path leads there.
 *
 * @returns indices in declaration order
 */
export async function selectBetween(
  graph: Graph,
  from: readonly number[],
  to: readonly number[],
): Promise<number[]> {
  const { Graph: GraphlibGraph, alg } = await import('@dagrejs/graphlib');
  const paths = new GraphlibGraph();
  graph.nodes.forEach((_, index) => {
    paths.setNode(String(index));
    for (let at = graph.producerStart[index]!; at < graph.producerStart[index + 1]!; at++) {
      paths.setEdge(String(graph.producers[at]!), String(index));
    }
  });
  for (const index of from) paths.setEdge('from', String(index));
  for (const index of to) paths.setEdge(String(index), 'to');
  if (from.length === 0 || to.length === 0) return [];
  const after = alg.dijkstra(paths, 'from');
  const before = alg.dijkstra(paths, 'to', undefined, (name) => paths.inEdges(name) ?? []);
  return graph.nodes.flatMap((_, index) => {
    const onPath = [after, before].every((found) => Number.isFinite(found[String(index)]!.distance));
    return onPath ? [index] : [];
  });
}
