import { ProuieError } from '../errors.ts';
import type { Graph } from '../graph/graph.ts';
import { selectNodes } from '../graph/selection.ts';

/**
 * The node that a target names, for commands that are about one node.
 *
 * @param hint what to do about a target that names several
 * @throws ProuieError PROUIE_TARGET_UNKNOWN, and PROUIE_USAGE for a target that names several
 */
export function selectSingleNode(graph: Graph, target: string, command: string, hint?: string): number {
  const chosen = selectNodes(graph, [target]);
  if (chosen.length === 1) return chosen[0]!;
  const names = chosen.slice(0, 3).map((index) => graph.nodes[index]!.name);
  throw new ProuieError(
    'PROUIE_USAGE',
    `"${target}" names ${chosen.length} nodes, and \`prouie ${command}\` takes one.`,
    { hint: hint ?? `For example ${names.join(', ')}.` },
  );
}
