import type { Drawing } from './drawing.ts';

/** Deeper than this a subtree goes on at the margin, so that a long chain stays readable. */
const MOST_LEVELS = 30;

/** How parts of a line look. */
export interface TreeStyle {
  readonly chosen: (text: string) => string;
  readonly aside: (text: string) => string;
}

/**
 * A drawing as a tree of text: what nobody reads stands at the margin, and under each node what it is made from. A
 * subtree is drawn once; where it comes again, `(above)` stands for it.
 */
export function* drawTree({ nodes, edges }: Drawing, style: TreeStyle): Generator<string> {
  const producers: number[][] = nodes.map(() => []);
  const read = new Uint8Array(nodes.length);
  for (const [producer, consumer] of edges) {
    producers[consumer]!.push(producer);
    read[producer] = 1;
  }
  const shown = new Uint8Array(nodes.length);
  const roots = nodes.flatMap((_, index) => (read[index] ? [] : [index]));
  for (const root of roots) {
    const stack = [{ index: root, branch: '', below: '', level: 0 }];
    while (stack.length > 0) {
      const { index, branch, below, level } = stack.pop()!;
      const node = nodes[index]!;
      const children = producers[index]!;
      const again = shown[index] === 1 && children.length > 0;
      const later = !again && level === MOST_LEVELS && children.length > 0;
      const mark = again ? ' (above)' : later ? ' (below)' : '';
      const name = node.chosen ? style.chosen(node.label) : node.label;
      yield `${branch}${name}${style.aside(` ${node.step}${node.absent ? ', absent' : ''}${mark}`)}`;
      if (later) roots.push(index);
      if (again || later) continue;
      shown[index] = 1;
      for (let at = children.length - 1; at >= 0; at--) {
        const last = at === children.length - 1;
        stack.push({
          index: children[at]!,
          branch: `${below}${last ? '└─ ' : '├─ '}`,
          below: `${below}${last ? '   ' : '│  '}`,
          level: level + 1,
        });
      }
    }
  }
}
