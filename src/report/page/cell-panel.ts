/** Where one figure of a table comes from, for a panel. */
import { difference, figure, significance } from '../../tables/figures.ts';
import type { Cell, Column, Row, Table } from '../../tables/table.ts';
import { factList } from './data-table.ts';
import { element } from './element.ts';
import { formatSeconds, formatTime, plural } from './format.ts';
import { commitText, flagsOf, nodeLink, statusMark } from './node-panel.ts';
import { findCheckpoints, nodesOfCell, taskOfCell } from './provenance.ts';
import type { ReportPage } from './report-page.ts';

/** So many nodes are told in full. */
const MOST_TOLD = 3;

export function cellDetails(
  page: ReportPage,
  table: Table,
  row: Row,
  column: Column,
  cell: Cell,
): readonly Node[] {
  const { nodes } = page.content;
  const tableNode =
    nodes.find(({ name }) => name === `table/${table.scorer}/${table.table}`) ??
    nodes.find(({ name }) => name === `table/${table.table}`);
  const from =
    cell.node === null
      ? []
      : nodesOfCell(nodes, cell.node, tableNode, taskOfCell(column.column, table.title));
  return [
    element('p', { class: 'quiet' }, `${table.title}: ${row.row}, ${column.heading}`),
    factList([
      ['Our value', figure(cell.value, column.unit)],
      ['In the paper', figure(cell.published, column.unit)],
      cell.delta === null ? null : ['Difference', difference({ ...cell, within: null }, column.unit)],
      cell.interval === null
        ? null
        : [
            '95 % interval',
            `${figure(cell.interval.low, column.unit)} to ${figure(cell.interval.high, column.unit)}`,
          ],
      cell.within === null ? null : ['The published figure', cell.within ? 'lies inside' : 'lies outside'],
      cell.deviation === null ? null : ['Deviation over seeds', cell.deviation.toFixed(2)],
      cell.p === null ? null : ['Significance', significance(cell.p)],
      ['Seeds', seedsOf(page, from)],
      table.synthetic ? ['Data', 'synthetic stand-ins of the data sets'] : null,
      table.scorer === null ? null : ['Scorer profile', table.scorer],
      cell.note === null ? null : ['Note', cell.note],
      cell.node === null ? null : ['Node', element('code', {}, cell.node)],
      cell.node === null ? null : ['Make it again', commandElement(page, cell.node, from)],
      tableNode === undefined
        ? null
        : ['The table', element('code', {}, `prouie run ${tableNode.name}${flagsOf(page, tableNode)}`)],
    ]),
    ...examplesButton(page, from),
    ...checkpointsOf(page, from),
    ...from.slice(0, MOST_TOLD).map((index) => toldNode(page, index)),
    ...(from.length <= MOST_TOLD
      ? []
      : [
          element(
            'details',
            {},
            element('summary', {}, `${plural(from.length - MOST_TOLD, 'more node')}`),
            element(
              'ul',
              {},
              ...from.slice(MOST_TOLD).map((index) => element('li', {}, nodeLink(page, index))),
            ),
          ),
        ]),
  ];
}

function seedsOf(page: ReportPage, from: readonly number[]): string {
  const seeds = new Set(from.flatMap((index) => page.content.nodes[index]!.tags['seed'] ?? []));
  return seeds.size === 0 ? 'none' : [...seeds].join(', ');
}

function commandElement(page: ReportPage, pattern: string, from: readonly number[]): HTMLElement {
  const first = page.content.nodes[from[0] ?? -1];
  const flags = first === undefined ? '' : flagsOf(page, first);
  return element('code', {}, `prouie run ${pattern.includes('*') ? `'${pattern}'` : pattern}${flags}`);
}

function examplesButton(page: ReportPage, from: readonly number[]): readonly HTMLElement[] {
  const tagsOf = (tag: string): readonly string[] => [
    ...new Set(from.flatMap((index) => page.content.nodes[index]!.tags[tag] ?? []).map(String)),
  ];
  const [datasets, variants, tasks, seeds] = ['dataset', 'variant', 'task', 'seed'].map(tagsOf);
  const setting = page.content.examples.settings.find(
    (name) => name === variants![0] || name === `${variants![0]}, seed ${seeds![0]}`,
  );
  if (setting === undefined) return [];
  const filter = {
    setting,
    ...(datasets!.length === 1 ? { dataset: datasets![0]! } : {}),
    ...(tasks!.length === 1 ? { task: tasks![0]! } : {}),
  };
  return [
    element(
      'p',
      {},
      element(
        'button',
        { type: 'button', click: () => page.showExamples(filter) },
        'Examples behind this figure',
      ),
    ),
  ];
}

function checkpointsOf(page: ReportPage, from: readonly number[]): readonly HTMLElement[] {
  const found = findCheckpoints(page.content.nodes, from);
  if (found.length === 0) return [];
  return [
    element(
      'section',
      {},
      element('h3', {}, found.length === 1 ? 'Checkpoint' : 'Checkpoints'),
      element(
        'ul',
        {},
        ...found.map(({ node, digest }) =>
          element('li', {}, nodeLink(page, node), ' ', element('code', {}, digest)),
        ),
      ),
    ),
  ];
}

function toldNode(page: ReportPage, index: number): HTMLElement {
  const { status, key, made, inputs } = page.content.nodes[index]!;
  return element(
    'section',
    { class: 'told-node' },
    element('h3', {}, nodeLink(page, index), ' ', statusMark(status)),
    factList([
      ['Key', element('code', {}, key)],
      made === null
        ? null
        : ['Made', `${formatTime(made.started)} on ${made.host}, in ${formatSeconds(made.seconds)}`],
      made === null ? null : ['Commit', commitText(made)],
      [
        'Inputs',
        element(
          'span',
          {},
          ...inputs.flatMap(({ argument, node }) => [
            `${argument}: `,
            node === null ? 'a file' : nodeLink(page, node),
            ' ',
          ]),
        ),
      ],
    ]),
  );
}
