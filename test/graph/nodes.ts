import { Graph as GraphlibGraph } from '@dagrejs/graphlib';
import fc from 'fast-check';
import type { GraphNode } from '../../src/graph/node.ts';

/** A node with one output `out` that reads the outputs of the named producers. */
export function graphNode(
  name: string,
  producers: readonly string[] = [],
  more: Partial<GraphNode> = {},
): GraphNode {
  return {
    name,
    step: 'command',
    params: {},
    inputs: Object.fromEntries(
      producers.map((producer, at) => [`in${at}`, { node: producer, output: 'out' }]),
    ),
    outputs: { out: 'text' },
    tags: {},
    volatile: [],
    keyedBy: 'everything',
    ...more,
  };
}

/** `n0 → n1 → … `, declared from the last to the first. */
export function chain(length: number): GraphNode[] {
  return Array.from({ length }, (_, at) => {
    const index = length - 1 - at;
    return graphNode(`chain/n${index}`, index === 0 ? [] : [`chain/n${index - 1}`]);
  });
}

export type Edges = readonly (readonly [producer: number, consumer: number])[];

/** Nodes `g/0`, `g/1` … with these edges, declared in the given order. */
function nodesOf(count: number, edges: Edges, declared?: readonly number[]): GraphNode[] {
  const order = declared ?? Array.from({ length: count }, (_, index) => index);
  return order.map((index) =>
    graphNode(
      `g/${index}`,
      edges.filter(([, consumer]) => consumer === index).map(([producer]) => `g/${producer}`),
    ),
  );
}

export function graphlibOf(nodes: readonly GraphNode[]): GraphlibGraph {
  const graph = new GraphlibGraph();
  for (const { name } of nodes) graph.setNode(name);
  for (const { name, inputs } of nodes) {
    for (const reference of Object.values(inputs)) {
      if ('node' in reference) graph.setEdge(reference.node, name);
    }
  }
  return graph;
}

function anyEdges(count: number, keep: (producer: number, consumer: number) => boolean): fc.Arbitrary<Edges> {
  const end = fc.nat(count - 1);
  return fc
    .array(fc.tuple(end, end), { maxLength: 3 * count })
    .map((edges) => edges.filter(([producer, consumer]) => keep(producer, consumer)));
}

/** Nodes without circles, declared in any order. */
export const anyDag: fc.Arbitrary<GraphNode[]> = fc.integer({ min: 1, max: 25 }).chain((count) =>
  fc
    .tuple(
      anyEdges(count, (producer, consumer) => producer < consumer),
      fc.shuffledSubarray(
        Array.from({ length: count }, (_, index) => index),
        { minLength: count, maxLength: count },
      ),
    )
    .map(([edges, declared]) => nodesOf(count, edges, declared)),
);

/** Nodes with any edges, circles among them. */
export const anyDigraph: fc.Arbitrary<GraphNode[]> = fc
  .integer({ min: 1, max: 12 })
  .chain((count) => anyEdges(count, () => true).map((edges) => nodesOf(count, edges)));
