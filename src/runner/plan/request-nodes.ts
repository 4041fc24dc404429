import { type Graph, reach } from '../../graph/graph.ts';
import { type GraphNode, isOutputReference } from '../../graph/node.ts';
import type { Planner } from './plan.ts';
import type { Session } from './session.ts';

/** The node whose request a node carries out; undefined for one that is not driven by a request. */
export function requestOf(graph: Graph, { keyedBy, inputs }: GraphNode): number | undefined {
  const reference = keyedBy === 'request' ? inputs['request'] : undefined;
  return reference !== undefined && isOutputReference(reference)
    ? graph.indexOf.get(reference.node)
    : undefined;
}

/** Nodes that write requests, among the chosen ones or before them: those whose consumers run by request. */
export function requestNodes(session: Session, chosen: readonly number[]): readonly number[] {
  const { graph } = session;
  const wanted = reach(graph, chosen, 'producers');
  const requests = new Set<number>();
  const chosenOnes = new Set(chosen);
  graph.nodes.forEach((node, index) => {
    const request = requestOf(graph, node);
    if (request !== undefined && (wanted[index] || chosenOnes.has(request))) requests.add(request);
  });
  return [...requests].sort((a, b) => a - b);
}

/** The nodes that carry requests out. */
export function runNodes({ graph }: Session, requests: readonly number[]): readonly GraphNode[] {
  const asked = new Set(requests);
  return graph.nodes.filter((node) => asked.has(requestOf(graph, node) ?? -1));
}

/** The inputs that a request looks into; a checkpoint it only names. */
const LOOKED_INTO: ReadonlySet<string> = new Set(['rows', 'manifest', 'prompts']);

/** What the requests look into and can be made without running one: corpora, mixtures, prompts. */
export function cheapProducers(session: Session, requests: readonly number[]): number[] {
  const { graph } = session;
  const looked = requests.flatMap((index) =>
    Object.entries(graph.nodes[index]!.inputs).flatMap(([name, reference]) =>
      LOOKED_INTO.has(name) && isOutputReference(reference) ? [graph.indexOf.get(reference.node)!] : [],
    ),
  );
  const needed = reach(graph, looked, 'producers');
  const cheap = new Map<number, boolean>();
  for (const index of graph.order) {
    if (!needed[index]) continue;
    const node = graph.nodes[index]!;
    let isCheap = node.keyedBy !== 'request' && node.absent === undefined;
    for (let edge = graph.producerStart[index]!; edge < graph.producerStart[index + 1]!; edge++)
      isCheap &&= cheap.get(graph.producers[edge]!) === true;
    cheap.set(index, isCheap);
  }
  return [...cheap].flatMap(([index, isCheap]) => (isCheap ? [index] : []));
}

/** Whether all that a request looks into is there. */
export function isRenderable({ graph }: Session, planner: Planner, index: number): boolean {
  return Object.entries(graph.nodes[index]!.inputs).every(
    ([name, reference]) =>
      !LOOKED_INTO.has(name) ||
      !isOutputReference(reference) ||
      planner.planned[graph.indexOf.get(reference.node)!]?.status === 'fresh',
  );
}
