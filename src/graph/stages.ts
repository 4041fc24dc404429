import type { Drawing, DrawnNode } from './drawing.ts';
import type { GraphNode } from './node.ts';

/** The part of a pipeline that a node belongs to: the first part of its tag `stage` (`sa`, `without-sa`), else its step. */
export function stageOf({ step, tags }: Pick<GraphNode, 'step' | 'tags'>): string {
  const stage = tags['stage'];
  return stage === undefined ? step : String(stage).split('/')[0]!;
}

/**
 * A drawing of a node a stage, in the order in which stages begin. An edge is left out where a longer way says the same,
 * and stages that feed each other are drawn as one.
 */
export function drawStages(drawing: Drawing): Drawing {
  const stages = drawing.nodes.map(({ step, tags }) => stageOf({ step, tags: tags[0]! }));
  const next = new Map(stages.map((stage) => [stage, new Set<string>()]));
  for (const [producer, consumer] of drawing.edges) next.get(stages[producer]!)!.add(stages[consumer]!);
  const ways = new Map([...next.keys()].map((stage) => [stage, reachedFrom(stage, next)]));
  const circleOf = (stage: string): string =>
    [...next.keys()]
      .filter((other) => other === stage || (ways.get(stage)!.has(other) && ways.get(other)!.has(stage)))
      .join(', ');
  const names = new Map([...next.keys()].map((stage) => [stage, circleOf(stage)]));
  const groups = new Map<string, DrawnNode[]>();
  for (const [index, node] of drawing.nodes.entries()) {
    const name = names.get(stages[index]!)!;
    groups.set(name, [...(groups.get(name) ?? []), node]);
  }
  const place = new Map([...groups.keys()].map((name, index) => [name, index]));
  const edges = [...next].flatMap(([from, to]) =>
    [...to]
      .filter(
        (stage) => names.get(stage) !== names.get(from) && !hasLongerWay(from, stage, names, next, ways),
      )
      .map((stage) => [place.get(names.get(from)!)!, place.get(names.get(stage)!)!] as const),
  );
  return {
    nodes: [...groups].map(([name, nodes]) => drawStage(name, nodes)),
    edges: [...new Map(edges.map((edge) => [edge.join(), edge])).values()],
  };
}

type Ways = ReadonlyMap<string, ReadonlySet<string>>;

function reachedFrom(from: string, next: Ways): ReadonlySet<string> {
  const seen = new Set<string>();
  const open = [from];
  for (let stage = open.pop(); stage !== undefined; stage = open.pop()) {
    for (const other of next.get(stage)!) {
      if (seen.has(other)) continue;
      seen.add(other);
      open.push(other);
    }
  }
  return seen;
}

function hasLongerWay(
  from: string,
  to: string,
  names: ReadonlyMap<string, string>,
  next: Ways,
  ways: Ways,
): boolean {
  const isElsewhere = (stage: string): boolean =>
    names.get(stage) !== names.get(from) && names.get(stage) !== names.get(to);
  return [...next.get(from)!].some((stage) => isElsewhere(stage) && ways.get(stage)!.has(to));
}

function drawStage(name: string, nodes: readonly DrawnNode[]): DrawnNode {
  const steps = [...new Set(nodes.map(({ step }) => step))];
  return {
    label: `${name} (${nodes.length})`,
    members: nodes.flatMap(({ members }) => members),
    step: steps.join(', '),
    chosen: nodes.some(({ chosen }) => chosen),
    absent: nodes.every(({ absent }) => absent),
    tags: nodes.flatMap(({ tags }) => tags),
  };
}
