import type { Table } from '../../tables/table.ts';
import { type ScorerTable, wholeTable } from '../../tables/table-changes.ts';
import { chooser, scrollRegion } from './data-table.ts';
import { element } from './element.ts';
import { makeHeldPlace } from './held-place.ts';
import { buildLater, buildNow } from './later.ts';
import { prose } from './prose.ts';
import type { ReportPage, View } from './report-page.ts';
import { tableGrid } from './table-grid.ts';

/** Every table beside the paper's figures; each cell opens a panel that says where it comes from. */
export const tablesView: View = {
  id: 'tables',
  title: 'Tables',
  render: (page) => {
    const { tables, scorerTables } = page.content;
    if (tables.length === 0)
      return { content: [element('p', {}, 'No table has been made yet. `prouie run` makes them.')] };
    const usual = tables.find(({ scorer }) => scorer !== null)?.scorer ?? '';
    const place = element('div', {});
    const held = makeHeldPlace();
    const show = (scorer: string): void =>
      place.replaceChildren(
        ...tables.map((table) => tableSection(page, tableUnder(scorer, table, scorerTables), held.settle)),
      );
    show(usual);
    return {
      content: [
        element(
          'p',
          {},
          'Our value stands first, with the difference to the published one, which stands below it beside our 95 % interval. Columns without ours repeat the paper. A figure opens a panel: which nodes it comes from, and the command that makes it again.',
        ),
        differenceLegend(),
        scorerChooser(usual, scorerTables, show),
        element(
          'nav',
          { 'aria-label': 'Tables', class: 'chips' },
          ...tables.map(({ table }) => element('a', { href: `#tables/${table}` }, tableName(table))),
        ),
        place,
      ],
      follow: (rest) => {
        const section = place.children[tables.findIndex(({ table }) => table === rest)];
        if (section !== undefined) buildNow(section.querySelector<HTMLElement>('.later') ?? place);
        held.hold(section);
        section?.querySelector('h3')?.focus({ preventScroll: true });
      },
    };
  },
};

function scorerChooser(
  usual: string,
  scorerTables: readonly ScorerTable[],
  show: (scorer: string) => void,
): HTMLElement {
  const others = [...new Set(scorerTables.flatMap(({ scorer }) => scorer ?? []))];
  if (others.length === 0)
    return element(
      'p',
      { class: 'quiet' },
      ...prose(
        `F1 by the scorer profile \`${usual}\`. The run made no tables under others: \`prouie run --set evaluation.scorers=all\` does.`,
      ),
    );
  return chooser(
    'Scorer profile behind F1',
    [usual, ...others].map((scorer) => [scorer, scorer === usual ? `${scorer}, as in the results` : scorer]),
    usual,
    show,
  );
}

/** Tables that are no scores, or that a scorer has no figures for, stay as they are; their titles name the scorer. */
function tableUnder(scorer: string, usual: Table, scorerTables: readonly ScorerTable[]): Table {
  const other = scorerTables.find((one) => one.table === usual.table && one.scorer === scorer);
  return other === undefined ? usual : wholeTable(other, usual);
}

function tableName(id: string): string {
  return /^\d+$/.test(id) ? `Table ${id}` : id.charAt(0).toUpperCase() + id.slice(1);
}

function differenceLegend(): HTMLElement {
  const entry = (steps: string, text: string): HTMLElement =>
    element(
      'li',
      {},
      element('span', { class: `key ${steps}` }, steps.startsWith('above') ? '▲' : '▼'),
      text,
    );
  return element(
    'ul',
    { class: 'legend', 'aria-label': 'Legend of differences' },
    entry('above-1', 'above the paper by up to 1 point (2 %)'),
    entry('above-2', 'above by up to 5 points (10 %)'),
    entry('above-3', 'above by more'),
    entry('below-1', 'below the paper by up to 1 point (2 %)'),
    entry('below-2', 'below by up to 5 points (10 %)'),
    entry('below-3', 'below by more'),
    element('li', {}, element('span', { class: 'key' }, '*'), 'the published figure is inside our interval'),
  );
}

/** Rem that a row of figures takes, and what stands around a table. */
const ROW_HEIGHT = 2.9;
const FRAME_HEIGHT = 5;

function tableSection(page: ReportPage, table: Table, built: () => void): HTMLElement {
  const titleId = `table-${table.table}`;
  const place = element('div', { class: 'later' });
  place.style.minHeight = `${FRAME_HEIGHT + ROW_HEIGHT * table.rows.length}rem`;
  buildLater(place, () => {
    place.replaceWith(...tableParts(page, table));
    built();
  });
  return element(
    'section',
    { 'aria-labelledby': titleId, class: 'table-section' },
    element('h3', { id: titleId, tabindex: -1 }, `${tableName(table.table)}: ${table.title}`),
    place,
  );
}

function tableParts(page: ReportPage, table: Table): readonly Node[] {
  return [
    table.synthetic
      ? element(
          'p',
          { class: 'note' },
          element('strong', {}, 'Synthetic data. '),
          'Nothing is judged against the paper here: differences are shown, and no verdict.',
        )
      : null,
    scrollRegion(table.title, tableGrid(page, table)),
    table.remarks.length === 0
      ? null
      : element(
          'ul',
          { class: 'remarks' },
          ...table.remarks.map((remark) => element('li', {}, ...prose(remark))),
        ),
  ].filter((part) => part !== null);
}
