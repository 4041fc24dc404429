import { scrollRegion } from './data-table.ts';
import { element } from './element.ts';
import { plural } from './format.ts';
import { drawGraph } from './graph-drawing.ts';
import { groupNodes, type NodeGroup } from './graph-groups.ts';
import { nodeLink, statusMark } from './node-panel.ts';
import type { ReportPage, View } from './report-page.ts';

const ZOOMS = [0.4, 0.55, 0.75, 1, 1.35, 1.8, 2.4] as const;
const MOST_FOUND = 40;

/** The stages as in the paper's Figure 2, with every node. */
export const graphView: View = {
  id: 'graph',
  title: 'Graph',
  render: (page) => {
    const { nodes, columns } = page.content;
    const graph = groupNodes(nodes);
    const drawing = drawGraph(graph, columns, (group) => openGroup(page, group));
    const found = element('div', { role: 'status', 'aria-live': 'polite' });
    const search = element('input', { type: 'search', input: () => look(search.value.trim().toLowerCase()) });
    const look = (words: string): void => {
      const fits = (index: number): boolean => nodes[index]!.name.toLowerCase().includes(words);
      drawing.highlight(({ members }) => words === '' || members.some(fits));
      found.replaceChildren(
        ...(words === ''
          ? []
          : foundNodes(
              page,
              nodes.flatMap((_, index) => (fits(index) ? [index] : [])),
            )),
      );
    };
    const zoom = zoomButtons((scale) => {
      drawing.root.style.width = `${drawing.width * scale}px`;
      drawing.root.style.height = `${drawing.height * scale}px`;
    });
    return {
      content: [
        element(
          'p',
          {},
          `${plural(nodes.length, 'node')} in ${plural(graph.groups.length, 'box')}`.replace(
            /boxs$/,
            'boxes',
          ),
          ': each box folds nodes of one kind. Open a box for its nodes, and a node for its key, inputs, reasons and log.',
        ),
        element(
          'div',
          { class: 'filters' },
          element('label', { class: 'field wide' }, element('span', {}, 'Search for a node'), search),
          zoom,
        ),
        found,
        scrollRegion('Graph', drawing.root),
        statusLegend(nodes.map(({ status }) => status)),
        element('h3', {}, 'All nodes'),
        element('div', { class: 'group-lists' }, ...graph.groups.map((group) => groupList(page, group))),
      ],
      follow: (rest) => {
        const index = page.nodeIndex.get(decodeURIComponent(rest));
        if (index !== undefined) page.openNode(index);
      },
    };
  },
};

function openGroup(page: ReportPage, group: NodeGroup): void {
  if (group.members.length === 1) page.openNode(group.members[0]!);
  else
    page.openPanel(`${group.name}: ${plural(group.members.length, 'node')}`, nodeList(page, group.members));
}

function nodeList(page: ReportPage, members: readonly number[]): HTMLElement {
  return element(
    'ul',
    { class: 'nodes' },
    ...members.map((index) =>
      element('li', {}, statusMark(page.content.nodes[index]!.status), ' ', nodeLink(page, index)),
    ),
  );
}

function foundNodes(page: ReportPage, found: readonly number[]): readonly HTMLElement[] {
  const shown = found.slice(0, MOST_FOUND);
  const rest = found.length - shown.length;
  return [
    element(
      'p',
      {},
      `${plural(found.length, 'node')} found${rest > 0 ? `, the first ${MOST_FOUND} are listed` : ''}.`,
    ),
    nodeList(page, shown),
  ];
}

/** Nodes are listed when the box is opened. */
function groupList(page: ReportPage, group: NodeGroup): HTMLElement {
  const details = element(
    'details',
    {
      toggle: () => {
        if (details.open && details.children.length === 1) details.append(nodeList(page, group.members));
      },
    },
    element(
      'summary',
      {},
      `${group.name} (${plural(group.members.length, 'node')}) `,
      statusMark(group.status),
    ),
  );
  return details;
}

function zoomButtons(apply: (scale: number) => void): HTMLElement {
  let at: number = ZOOMS.indexOf(0.75);
  const told = element('output', {});
  const go = (step: number): void => {
    at = Math.min(ZOOMS.length - 1, Math.max(0, at + step));
    told.textContent = `${Math.round(ZOOMS[at]! * 100)} %`;
    apply(ZOOMS[at]!);
  };
  go(0);
  return element(
    'div',
    { class: 'zoom', role: 'group', 'aria-label': 'Size of the drawing' },
    element('button', { type: 'button', 'aria-label': 'Smaller', click: () => go(-1) }, '−'),
    told,
    element('button', { type: 'button', 'aria-label': 'Larger', click: () => go(1) }, '+'),
  );
}

function statusLegend(statuses: readonly string[]): HTMLElement {
  return element(
    'ul',
    { class: 'legend', 'aria-label': 'States' },
    ...[...new Set(statuses)].map((status) =>
      element('li', {}, statusMark(status), ` ${statuses.filter((one) => one === status).length}`),
    ),
  );
}
