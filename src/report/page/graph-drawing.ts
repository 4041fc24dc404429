/** The graph as a drawing: phases and columns from left to right, a box a group, lines from what is read to its readers. */
import type { GraphColumn } from '../report-content.ts';
import { svg } from './element.ts';
import { plural } from './format.ts';
import type { GroupedGraph, NodeGroup } from './graph-groups.ts';

const BOX = { width: 170, height: 40 } as const;
const STEP = { x: 206, y: 48 } as const;
const TOP = 62;
const LEFT = 12;
const MARKS: Readonly<Record<string, string>> = {
  fresh: '✓',
  failed: '✗',
  running: '▶',
  stale: '!',
  waiting: '…',
  absent: '–',
};

export interface GraphDrawing {
  readonly root: SVGSVGElement;
  readonly width: number;
  readonly height: number;
  /** Fades the boxes that do not fit. */
  highlight(fits: (group: NodeGroup) => boolean): void;
}

export function drawGraph(
  graph: GroupedGraph,
  columns: readonly GraphColumn[],
  open: (group: NodeGroup) => void,
): GraphDrawing {
  const rows = Math.max(1, ...graph.groups.map(({ row }) => row + 1));
  const width = LEFT * 2 + (columns.length - 1) * STEP.x + BOX.width;
  const height = TOP + rows * STEP.y + 8;
  const lines = graph.edges.map((edge) => line(graph, edge));
  const boxes = graph.groups.map((group, index) => {
    const made = box(group, index === 0, () => open(group));
    const near = (isNear: boolean): void => {
      for (const [at, edge] of graph.edges.entries())
        if (edge.includes(index)) lines[at]!.classList.toggle('near', isNear);
    };
    for (const name of ['pointerenter', 'focus']) made.addEventListener(name, () => near(true));
    for (const name of ['pointerleave', 'blur']) made.addEventListener(name, () => near(false));
    return made;
  });
  const root = svg(
    'svg',
    {
      class: 'graph',
      viewBox: `0 0 ${width} ${height}`,
      role: 'group',
      'aria-label': 'Graph of the pipeline. Arrow keys go from box to box, Enter opens one.',
      keydown: (event: KeyboardEvent) => walk(event, graph, boxes),
    },
    ...columnHeads(columns, height),
    svg('g', { 'aria-hidden': 'true' }, ...lines),
    ...boxes,
  );
  return {
    root,
    width,
    height,
    highlight: (fits) => {
      for (const [index, group] of graph.groups.entries())
        boxes[index]!.classList.toggle('faded', !fits(group));
    },
  };
}

function columnHeads(columns: readonly GraphColumn[], height: number): readonly SVGElement[] {
  return columns.flatMap(({ phase, title }, index) => {
    const x = placeOf(index);
    const opens = columns[index - 1]?.phase !== phase;
    const span = columns.filter((column, at) => column.phase === phase && at >= index).length;
    return [
      ...(opens
        ? [
            svg('rect', {
              class: 'phase',
              x: x - 8,
              y: 2,
              width: (span - 1) * STEP.x + BOX.width + 16,
              height: height - 4,
              rx: 6,
            }),
            svg('text', { class: 'phase-title', x, y: 22 }, phase),
          ]
        : []),
      svg('text', { class: 'column-title', x, y: 44 }, title),
    ];
  });
}

function box(
  { name, column, row, members, status }: NodeGroup,
  first: boolean,
  open: () => void,
): SVGGElement {
  const [x, y] = [placeOf(column), TOP + row * STEP.y];
  const told = `${plural(members.length, 'node')}, ${status}`;
  return svg(
    'g',
    {
      class: `box status-${status}`,
      role: 'button',
      tabindex: first ? 0 : -1,
      'aria-label': `${name}: ${told}`,
      click: open,
      keydown: (event: KeyboardEvent) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        open();
      },
    },
    svg('title', {}, `${name}: ${told}`),
    svg('rect', { x, y, width: BOX.width, height: BOX.height, rx: 4 }),
    svg('rect', { class: 'state', x, y, width: 6, height: BOX.height }),
    // What is wider than the box is cut off at its border.
    svg(
      'svg',
      { x: x + 6, y, width: BOX.width - 8, height: BOX.height },
      svg('text', { x: 7, y: 17, class: 'box-name' }, name),
      svg('text', { x: 7, y: 33, class: 'box-told' }, `${MARKS[status] ?? '?'} ${told}`),
    ),
  );
}

function line({ groups }: GroupedGraph, [from, to]: readonly [number, number]): SVGPathElement {
  const [source, target] = [groups[from]!, groups[to]!];
  const [y1, y2] = [middleOf(source), middleOf(target)];
  if (source.column === target.column) {
    const x = placeOf(source.column) + BOX.width;
    return svg('path', { d: `M${x} ${y1}C${x + 26} ${y1} ${x + 26} ${y2} ${x} ${y2}` });
  }
  const isForward = source.column < target.column;
  const x1 = placeOf(source.column) + (isForward ? BOX.width : 0);
  const x2 = placeOf(target.column) + (isForward ? 0 : BOX.width);
  const bend = isForward ? 36 : -36;
  return svg('path', { d: `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}` });
}

/** Arrow keys go to the nearest box in their direction; one box at a time is in the order of the Tab key. */
function walk(event: KeyboardEvent, { groups }: GroupedGraph, boxes: readonly SVGGElement[]): void {
  const index = boxes.indexOf(document.activeElement as SVGGElement);
  const here = groups[index];
  if (here === undefined) return;
  const next = {
    ArrowDown: groups.findIndex(({ column, row }) => column === here.column && row === here.row + 1),
    ArrowUp: groups.findIndex(({ column, row }) => column === here.column && row === here.row - 1),
    ArrowRight: nearest(groups, here, 1),
    ArrowLeft: nearest(groups, here, -1),
  }[event.key];
  if (next === undefined) return;
  event.preventDefault();
  if (next < 0) return;
  boxes[index]!.setAttribute('tabindex', '-1');
  boxes[next]!.setAttribute('tabindex', '0');
  boxes[next]!.focus();
}

function nearest(groups: readonly NodeGroup[], here: NodeGroup, direction: 1 | -1): number {
  const beside = groups.filter(({ column }) => (column - here.column) * direction > 0);
  const distance = ({ column, row }: NodeGroup): number =>
    1000 * Math.abs(column - here.column) + Math.abs(row - here.row);
  const best = [...beside].sort((a, b) => distance(a) - distance(b))[0];
  return best === undefined ? -1 : groups.indexOf(best);
}

function placeOf(column: number): number {
  return LEFT + column * STEP.x;
}

function middleOf({ row }: NodeGroup): number {
  return TOP + row * STEP.y + BOX.height / 2;
}
