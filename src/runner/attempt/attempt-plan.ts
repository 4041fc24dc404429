import { hostname } from 'node:os';
import { type GraphNode, isFileReference, isOutputReference } from '../../graph/node.ts';
import type { Planner } from '../plan/plan.ts';
import type { PlannedNode } from '../plan/planned-node.ts';
import type { Attempt, AttemptInput } from './attempt.ts';
import { startTicks } from './process-start.ts';

/** What a worker needs to carry out a planned node, whatever attempt it is and whichever run makes it. */
export function planAttempt(
  planner: Planner,
  node: GraphNode,
  planned: PlannedNode,
): Omit<Attempt, 'attempt' | 'module' | 'run'> {
  return {
    schemaVersion: 1,
    node: node.name,
    key: planned.key!,
    recipe: planned.recipe!,
    params: node.params,
    inputs: Object.fromEntries(
      Object.entries(node.inputs).map(([argument, reference]) => [
        argument,
        inputAt(planner, reference, planned.recipe?.inputs[argument]),
      ]),
    ),
    outputs: node.outputs,
    ...(node.resources?.shards === undefined ? {} : { shards: node.resources.shards }),
    store: planner.context.store.root,
    host: hostname(),
    pid: process.pid,
    startTicks: startTicks(process.pid) ?? '',
  };
}

/** @param counted the digest that the node's key was made from; of a step keyed by its request, only the request has one */
function inputAt(
  { context, planned }: Planner,
  reference: GraphNode['inputs'][string],
  counted: string | undefined,
): AttemptInput {
  if (isOutputReference(reference)) {
    const { kind, digest, files } =
      planned[context.graph.indexOf.get(reference.node)!]!.outputs![reference.output]!;
    return { kind, digest, path: context.store.blobPath(digest), ...(files === undefined ? {} : { files }) };
  }
  if (isFileReference(reference)) {
    const path = context.resolveFile(reference.file);
    return { kind: 'file', digest: counted ?? context.files.digest(path) ?? '', path };
  }
  const { digest, path } = context.code.bundle(reference.bundle);
  return { kind: 'bundle', digest, path };
}
