/** Where a node's result comes from, for a panel. */
import type { ReportNode } from '../report-content.ts';
import { factList } from './data-table.ts';
import { type Child, element } from './element.ts';
import { formatBytes, formatSeconds, formatTime } from './format.ts';
import { findCheckpoints } from './provenance.ts';
import type { ReportPage } from './report-page.ts';

export function nodeDetails(page: ReportPage, index: number): readonly Node[] {
  const node = page.content.nodes[index]!;
  return [
    statusLine(node),
    factList([
      ['Step', node.step],
      ['Key', node.key === '' ? 'none yet' : element('code', {}, node.key)],
      ...Object.entries(node.tags).map(([tag, value]) => [tag, String(value)] as const),
      checkpointFact(page, index),
      ...madeFacts(node),
      ['Make it again', element('code', {}, commandOf(page, node))],
      ['Look at it', element('code', {}, `prouie show ${node.name}${flagsOf(page, node)}`)],
      node.accepted === null ? null : ['Accepted', node.accepted],
      node.absent === null ? null : ['Absent because', node.absent],
      node.failure === null ? null : ['Failed with', node.failure],
    ]),
    listSection('Why it was made', node.reasons),
    inputSection(page, node),
    outputSection(node),
    readersSection(page, index),
    node.log === null
      ? element('p', { class: 'quiet' }, 'Its last attempt left no log.')
      : element(
          'section',
          {},
          element('h3', {}, 'End of its log'),
          element('pre', { tabindex: 0 }, node.log),
        ),
  ].filter((part) => part !== null);
}

/** A node's name that opens its panel. */
export function nodeLink(page: ReportPage, index: number): HTMLElement {
  return element(
    'button',
    { type: 'button', class: 'link', click: () => page.openNode(index) },
    page.content.nodes[index]!.name,
  );
}

export function statusMark(status: string): HTMLElement {
  return element('span', { class: `status status-${status}` }, status);
}

/** What makes a node again, with the settings it was made with. */
function commandOf(page: ReportPage, node: ReportNode): string {
  return `prouie run ${node.name}${flagsOf(page, node)}`;
}

export function flagsOf(page: ReportPage, node: ReportNode): string {
  const { runs } = page.content.overview;
  return (runs.find(({ run }) => run === node.made?.run) ?? runs[0])?.flags ?? '';
}

export function commitText(made: { readonly commit: string | null; readonly changed: boolean }): string {
  if (made.commit === null) return 'not known';
  return `${made.commit.slice(0, 12)}${made.changed ? ', with changes that were not committed' : ''}`;
}

function statusLine(node: ReportNode): HTMLElement {
  return element(
    'p',
    {},
    statusMark(node.status),
    node.accepted === null ? null : ' rests on an accepted result',
  );
}

function madeFacts({ made, key }: ReportNode): readonly (readonly [string, Child])[] {
  if (made === null) return key === '' ? [] : [['Made', 'by an attempt that is no longer in the store']];
  return [
    ['Made', `${formatTime(made.started)} on ${made.host}, in ${formatSeconds(made.seconds)}`],
    ['Run', `${made.run ?? 'not known'}, attempt ${made.attempt}`],
    ['Commit', commitText(made)],
  ];
}

function checkpointFact(page: ReportPage, index: number): readonly [string, Child] | null {
  const found = findCheckpoints(page.content.nodes, [index]);
  if (found.length === 0) return null;
  const parts = found.flatMap(({ node, digest }) => [nodeLink(page, node), ' ', element('code', {}, digest)]);
  return ['Checkpoint', element('span', {}, ...parts)];
}

function listSection(title: string, lines: readonly string[]): HTMLElement | null {
  if (lines.length === 0) return null;
  return element(
    'section',
    {},
    element('h3', {}, title),
    element('ul', {}, ...lines.map((line) => element('li', {}, line))),
  );
}

function inputSection(page: ReportPage, { inputs }: ReportNode): HTMLElement | null {
  if (inputs.length === 0) return null;
  const items = inputs.map(({ argument, node, output, digest }) =>
    element(
      'li',
      {},
      `${argument}: `,
      node === null ? 'a file' : nodeLink(page, node),
      output === null ? ' ' : ` ${output} `,
      element('code', {}, digest),
    ),
  );
  return element('section', {}, element('h3', {}, `Made from ${inputs.length}`), foldedList(items));
}

function outputSection({ outputs }: ReportNode): HTMLElement | null {
  if (outputs.length === 0) return null;
  const items = outputs.map(({ name, kind, digest, size }) =>
    element('li', {}, `${name}: ${kind}, ${formatBytes(size)} `, element('code', {}, digest)),
  );
  return element('section', {}, element('h3', {}, 'What it left'), element('ul', {}, ...items));
}

function readersSection(page: ReportPage, index: number): HTMLElement | null {
  const readers = page.content.nodes.flatMap(({ inputs }, other) =>
    inputs.some(({ node }) => node === index) ? [other] : [],
  );
  if (readers.length === 0) return null;
  const items = readers.map((reader) => element('li', {}, nodeLink(page, reader)));
  return element('section', {}, element('h3', {}, `Used by ${readers.length}`), foldedList(items));
}

const MOST_SHOWN = 12;

function foldedList(items: readonly HTMLElement[]): HTMLElement {
  const shown = element('ul', {}, ...items.slice(0, MOST_SHOWN));
  if (items.length <= MOST_SHOWN) return shown;
  const rest = items.slice(MOST_SHOWN);
  return element(
    'div',
    {},
    shown,
    element('details', {}, element('summary', {}, `${rest.length} more`), element('ul', {}, ...rest)),
  );
}
