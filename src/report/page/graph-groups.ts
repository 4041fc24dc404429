/** Nodes folded into the boxes that the drawing has. */
import type { ReportNode } from '../report-content.ts';

export interface NodeGroup {
  readonly name: string;
  readonly column: number;
  /** Place in its column, from the top. */
  readonly row: number;
  readonly members: readonly number[];
  /** The one that asks for most attention. */
  readonly status: string;
}

export interface GroupedGraph {
  readonly groups: readonly NodeGroup[];
  /** From a group that is read to one that reads it, each pair once. */
  readonly edges: readonly (readonly [from: number, to: number])[];
}

const URGENCY = ['failed', 'running', 'stale', 'waiting', 'absent', 'fresh'];

export function groupNodes(nodes: readonly ReportNode[]): GroupedGraph {
  const members = new Map<string, number[]>();
  for (const [index, { group, column }] of nodes.entries()) {
    const key = `${column} ${group}`;
    const known = members.get(key);
    if (known === undefined) members.set(key, [index]);
    else known.push(index);
  }
  const rows = new Map<number, number>();
  const groupOf: number[] = [];
  const groups = [...members.values()].map((indices, at): NodeGroup => {
    const { group, column } = nodes[indices[0]!]!;
    const row = rows.get(column) ?? 0;
    rows.set(column, row + 1);
    for (const index of indices) groupOf[index] = at;
    const statuses = new Set(indices.map((index) => nodes[index]!.status));
    const status = URGENCY.find((one) => statuses.has(one)) ?? [...statuses][0]!;
    return { name: group, column, row, members: indices, status };
  });
  const edges = new Map<string, readonly [number, number]>();
  for (const [index, { inputs }] of nodes.entries()) {
    for (const { node } of inputs) {
      if (node === null || groupOf[node] === groupOf[index]) continue;
      const edge = [groupOf[node]!, groupOf[index]!] as const;
      edges.set(edge.join(), edge);
    }
  }
  return { groups, edges: [...edges.values()] };
}
