import type { Graph } from './graph.ts';
import { selectNodes } from './selection.ts';

/** A node as it is drawn: one node of the graph, or several that stand for each other. */
export interface DrawnNode {
  /** The name, or the common part of the names and what differs in braces. */
  readonly label: string;
  /** Names of the nodes it stands for, as declared. */
  readonly members: readonly string[];
  readonly step: string;
  /** Asked for, and not a mere neighbour. */
  readonly chosen: boolean;
  readonly absent: boolean;
  /** What each member is about, for the label of several. */
  readonly tags: readonly { readonly [key: string]: string | number }[];
}

/** What all forms of a drawing are made from. Edges go from a producer to what reads it, as indices. */
export interface Drawing {
  readonly nodes: readonly DrawnNode[];
  readonly edges: readonly (readonly [producer: number, consumer: number])[];
}

/**
 * What targets show: the nodes they name with their neighbours, or for `+name` and `name+` all that it is made from or
 * all that is made from it. No targets show everything.
 *
 * @returns indices in declaration order
 * @throws ProuieError PROUIE_TARGET_UNKNOWN
 */
export function selectDrawn(
  graph: Graph,
  targets: readonly string[],
): { readonly chosen: ReadonlySet<number>; readonly drawn: readonly number[] } {
  const chosen = new Set(selectNodes(graph, targets));
  const drawn = new Set(chosen);
  for (const target of targets) {
    if (target.startsWith('+') || target.endsWith('+')) continue;
    for (const index of selectNodes(graph, [target])) {
      for (const other of producersOf(graph, index)) drawn.add(other);
      for (const other of consumersOf(graph, index)) drawn.add(other);
    }
  }
  return { chosen, drawn: [...drawn].sort((a, b) => a - b) };
}

/** The part of a graph that lies on the given nodes. */
export function drawNodes(graph: Graph, drawn: readonly number[], chosen: ReadonlySet<number>): Drawing {
  const place = new Map(drawn.map((index, at) => [index, at]));
  const nodes = drawn.map((index): DrawnNode => {
    const { name, step, absent, tags } = graph.nodes[index]!;
    return {
      label: name,
      members: [name],
      step,
      chosen: chosen.has(index),
      absent: absent !== undefined,
      tags: [tags],
    };
  });
  const edges = drawn.flatMap((index, at) =>
    producersOf(graph, index).flatMap((producer) => {
      const from = place.get(producer);
      return from === undefined ? [] : [[from, at] as const];
    }),
  );
  return { nodes, edges };
}

function producersOf(graph: Graph, index: number): readonly number[] {
  return [...graph.producers.subarray(graph.producerStart[index], graph.producerStart[index + 1])];
}

function consumersOf(graph: Graph, index: number): readonly number[] {
  return [...graph.consumers.subarray(graph.consumerStart[index], graph.consumerStart[index + 1])];
}
