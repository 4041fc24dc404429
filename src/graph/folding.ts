import type { Drawing, DrawnNode } from './drawing.ts';

/** Up to this number the last parts of folded names are listed, which makes a glob of the label. */
const MOST_LISTED = 3;

/**
 * Draws nodes as one that differ only in the last part of their names: those in the same folder with the same step
 * and, once these are folded too, the same neighbours. Equal neighbours on both sides bring no circle about.
 */
export function foldDrawing(drawing: Drawing): Drawing {
  const { classOf, count } = findEqualNodes(drawing);
  const groups: DrawnNode[][] = Array.from({ length: count }, () => []);
  for (const [index, node] of drawing.nodes.entries()) groups[classOf[index]!]!.push(node);
  const edges = new Map(
    drawing.edges.map(([producer, consumer]) => {
      const edge = [classOf[producer]!, classOf[consumer]!] as const;
      return [edge.join(), edge];
    }),
  );
  return { nodes: nameGroups(groups), edges: [...edges.values()] };
}

interface Classes {
  /** Numbered by first appearance. */
  readonly classOf: readonly number[];
  readonly count: number;
}

/** The coarsest classes whose nodes agree in folder, step, and the classes of their producers and consumers. */
function findEqualNodes({ nodes, edges }: Drawing): Classes {
  const producers: number[][] = nodes.map(() => []);
  const consumers: number[][] = nodes.map(() => []);
  for (const [producer, consumer] of edges) {
    producers[consumer]!.push(producer);
    consumers[producer]!.push(consumer);
  }
  // Distances from both ends tell the links of a chain apart at once, which else took a round each.
  const [depths, heights] = [longestWays(producers, consumers), longestWays(consumers, producers)];
  let classes = classify(
    nodes.map(({ label, step, chosen, absent }, index) =>
      JSON.stringify([folderOf(label), step, chosen, absent, depths[index], heights[index]]),
    ),
  );
  for (;;) {
    const { classOf, count } = classes;
    const listClasses = (neighbours: readonly number[]): string =>
      [...new Set(neighbours.map((other) => classOf[other]!))].sort((a, b) => a - b).join();
    classes = classify(
      classOf.map(
        (own, index) => `${own}<${listClasses(producers[index]!)}>${listClasses(consumers[index]!)}`,
      ),
    );
    if (classes.count === count) return classes;
  }
}

function classify(texts: readonly string[]): Classes {
  const numbers = new Map<string, number>();
  const classOf = texts.map((text) => {
    const number = numbers.get(text) ?? numbers.size;
    numbers.set(text, number);
    return number;
  });
  return { classOf, count: numbers.size };
}

/** Edges on the longest way that ends in each node. */
function longestWays(
  before: readonly (readonly number[])[],
  after: readonly (readonly number[])[],
): Int32Array {
  const lengths = new Int32Array(before.length);
  const waiting = Int32Array.from(before, (others) => others.length);
  const ready = before.flatMap((others, index) => (others.length === 0 ? [index] : []));
  for (const index of ready) {
    for (const next of after[index]!) {
      lengths[next] = Math.max(lengths[next]!, lengths[index]! + 1);
      if (--waiting[next]! === 0) ready.push(next);
    }
  }
  return lengths;
}

function nameGroups(groups: readonly (readonly DrawnNode[])[]): DrawnNode[] {
  const counts = new Map<string, number>();
  for (const group of groups) counts.set(groupLabel(group), (counts.get(groupLabel(group)) ?? 0) + 1);
  return groups.map((group) => {
    const short = groupLabel(group);
    // Two groups of one folder may have the same size; their first and last names tell them apart.
    const label =
      counts.get(short) === 1
        ? short
        : groupLabel(group, `, ${lastPart(group[0]!)} to ${lastPart(group.at(-1)!)}`);
    return {
      ...group[0]!,
      label,
      members: group.flatMap((node) => node.members),
      tags: group.flatMap((node) => node.tags),
    };
  });
}

/** `score/full/{ADE,SciERC}`, or `score/full/{33 datasets}` where that would be long. */
function groupLabel(group: readonly DrawnNode[], ends = ''): string {
  const [first] = group;
  if (group.length === 1) return first!.label;
  const parts = group.map(lastPart);
  const inside =
    group.length <= MOST_LISTED ? parts.join(',') : `${group.length} ${kindOfParts(group, parts)}${ends}`;
  return `${folderOf(first!.label)}{${inside}}`;
}

/** What the last parts are: the tag that holds them, in the plural. */
function kindOfParts(group: readonly DrawnNode[], parts: readonly string[]): string {
  const tag = Object.keys(group[0]!.tags[0] ?? {}).find((name) =>
    group.every((node, index) => String(node.tags[0]?.[name]) === parts[index]),
  );
  return tag === undefined ? 'nodes' : `${tag}s`;
}

function folderOf(name: string): string {
  return name.slice(0, name.lastIndexOf('/') + 1);
}

function lastPart(node: DrawnNode): string {
  return node.label.slice(folderOf(node.label).length);
}
