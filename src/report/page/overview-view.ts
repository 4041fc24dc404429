import { dataTable, factList } from './data-table.ts';
import { element } from './element.ts';
import { formatCount, formatSeconds, formatTime, plural } from './format.ts';
import { commitText, nodeLink, statusMark } from './node-panel.ts';
import type { ReportPage, View } from './report-page.ts';

/** What this is, how much ran, and what to mind when reading the figures. */
export const overviewView: View = {
  id: 'overview',
  title: 'Overview',
  render: (page) => {
    const { overview, assumptions } = page.content;
    const { profile, pipeline, engines, seeds, statuses, synthetic, datasets } = overview;
    const nodes = page.content.nodes.length;
    const warnings = element('div', {}, warningList(page));
    page.measured.then(
      () => warnings.replaceChildren(warningList(page)),
      (problem: unknown) => warnings.append(element('p', { class: 'note' }, String(problem))),
    );
    return {
      content: [
        synthetic ? syntheticNote(page) : null,
        factList([
          ['Pipeline', pipeline],
          ['Profile', profile],
          ['Engine', engines.join(', ') || 'none'],
          ['Seeds', seeds.join(', ') || 'none'],
          ['Data sets', String(datasets.length)],
          ['Nodes', element('span', {}, `${formatCount(nodes)}: `, ...statusCounts(statuses))],
          ['Time of all results', formatSeconds(overview.steps.reduce((sum, step) => sum + step.seconds, 0))],
          ['Assumptions', element('a', { href: '#assumptions' }, plural(assumptions.length, 'choice'))],
          ['Audit of the paper', element('a', { href: '#audit' }, auditCounts(page))],
        ]),
        warnings,
        acceptedList(page),
        failureList(page),
        element(
          'div',
          { class: 'beside' },
          dataTable(
            'Where the time went',
            [
              { heading: 'Step', head: true, cell: ({ step }) => step },
              { heading: 'Nodes', numeric: true, cell: ({ nodes: count }) => String(count) },
              { heading: 'Time', numeric: true, cell: ({ seconds }) => formatSeconds(seconds) },
            ],
            overview.steps,
          ),
          runTable(page),
        ),
      ].filter((part) => part !== null),
    };
  },
};

function syntheticNote(page: ReportPage): HTMLElement {
  const { syntheticDatasets, datasets } = page.content.overview;
  const which =
    syntheticDatasets.length === datasets.length
      ? 'All data sets are'
      : `${syntheticDatasets.length} data sets are`;
  return element(
    'p',
    { class: 'note', role: 'note' },
    element('strong', {}, 'Synthetic data. '),
    `${which} synthetic stand-ins, made from a seed. Their figures show that the recipe works, and nothing of what the paper measured.`,
    ...(syntheticDatasets.length === datasets.length ? [] : [` These are: ${syntheticDatasets.join(', ')}.`]),
  );
}

function statusCounts(statuses: Readonly<Record<string, number>>): readonly (HTMLElement | string)[] {
  const entries = Object.entries(statuses);
  return entries.flatMap(([status, count]) => [
    entries.length === 1 ? 'all ' : `${formatCount(count)} `,
    statusMark(status),
    ' ',
  ]);
}

function auditCounts({ content }: ReportPage): string {
  const differ = content.audit.filter(({ verdict }) => verdict === 'differs').length;
  return `${plural(content.audit.length, 'check')}, ${differ} where words or figures of the paper differ`;
}

function warningList({ content }: ReportPage): HTMLElement {
  const warnings = [...new Set([...content.overview.warnings, ...content.gone])];
  if (warnings.length === 0) return element('p', { class: 'quiet' }, 'No warnings.');
  return element(
    'section',
    {},
    element('h3', {}, 'Warnings'),
    element('ul', {}, ...warnings.map((warning) => element('li', {}, warning))),
  );
}

function acceptedList(page: ReportPage): HTMLElement | null {
  const accepted = page.content.nodes.flatMap((node, index) => (node.accepted === null ? [] : [index]));
  if (accepted.length === 0)
    return element('p', { class: 'quiet' }, 'No accepted results: every result is of the present sources.');
  return element(
    'section',
    {},
    element('h3', {}, 'Accepted results'),
    element(
      'ul',
      {},
      ...accepted.map((index) =>
        element('li', {}, nodeLink(page, index), `: ${page.content.nodes[index]!.accepted}`),
      ),
    ),
  );
}

function failureList(page: ReportPage): HTMLElement | null {
  const failed = page.content.nodes.flatMap((node, index) => (node.failure === null ? [] : [index]));
  if (failed.length === 0) return null;
  return element(
    'section',
    {},
    element('h3', {}, 'Failures'),
    element(
      'ul',
      {},
      ...failed.map((index) =>
        element('li', {}, nodeLink(page, index), `: ${page.content.nodes[index]!.failure}`),
      ),
    ),
  );
}

function runTable({ content }: ReportPage): HTMLElement {
  const count = (value: number | null): string => (value === null ? '–' : String(value));
  return dataTable(
    'Runs, newest first',
    [
      { heading: 'Started', head: true, cell: ({ started }) => formatTime(started) },
      {
        heading: 'Took',
        numeric: true,
        cell: ({ seconds }) => (seconds === null ? 'not ended' : formatSeconds(seconds)),
      },
      { heading: 'Ran', numeric: true, cell: ({ ran }) => count(ran) },
      { heading: 'Fresh', numeric: true, cell: ({ fresh }) => count(fresh) },
      { heading: 'Failed', numeric: true, cell: ({ failed }) => count(failed) },
      { heading: 'Commit', cell: (run) => commitText(run) },
      { heading: 'Host', cell: ({ host }) => host },
    ],
    content.overview.runs,
  );
}
