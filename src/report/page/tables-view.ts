import { difference, figure, uncertainty } from '../../tables/figures.ts';
import type { Cell, Column, Row, Table } from '../../tables/table.ts';
import { cellDetails } from './cell-panel.ts';
import { scrollRegion } from './data-table.ts';
import { element } from './element.ts';
import { prose } from './prose.ts';
import type { ReportPage, View } from './report-page.ts';

/** Every table beside the paper's figures; each cell opens a panel that says where it comes from. */
export const tablesView: View = {
  id: 'tables',
  title: 'Tables',
  render: (page) => {
    const { tables } = page.content;
    if (tables.length === 0)
      return { content: [element('p', {}, 'No table has been made yet. `prouie run` makes them.')] };
    const sections = tables.map((table) => tableSection(page, table));
    return {
      content: [
        element(
          'p',
          {},
          'Our value stands first, with the difference to the published one, which stands below it beside our 95 % interval. Columns without ours repeat the paper. A figure opens a panel: which nodes it comes from, and the command that makes it again.',
        ),
        differenceLegend(),
        element(
          'nav',
          { 'aria-label': 'Tables', class: 'chips' },
          ...tables.map(({ table }) => element('a', { href: `#tables/${table}` }, tableName(table))),
        ),
        ...sections,
      ],
      follow: (rest) => {
        const found = tables.findIndex(({ table }) => table === rest);
        sections[found]?.scrollIntoView();
        sections[found]?.querySelector('h3')?.focus({ preventScroll: true });
      },
    };
  },
};

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

function tableSection(page: ReportPage, table: Table): HTMLElement {
  const titleId = `table-${table.table}`;
  return element(
    'section',
    { 'aria-labelledby': titleId, class: 'table-section' },
    element('h3', { id: titleId, tabindex: -1 }, `${tableName(table.table)}: ${table.title}`),
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
  );
}

function tableGrid(page: ReportPage, table: Table): HTMLTableElement {
  const hasGroups = table.rows.some(({ group }) => group !== null);
  const groups: { readonly name: string | null; readonly rows: Row[] }[] = [];
  for (const row of table.rows) {
    if (groups.at(-1)?.name !== row.group || groups.length === 0) groups.push({ name: row.group, rows: [] });
    groups.at(-1)!.rows.push(row);
  }
  return element(
    'table',
    { class: 'figures' },
    element('caption', { class: 'hidden' }, table.title),
    element(
      'thead',
      {},
      element(
        'tr',
        {},
        element('td', {}),
        ...ownFirst(table.columns).map(({ heading }) => element('th', { scope: 'col' }, heading)),
      ),
    ),
    ...groups.map(({ name, rows }) =>
      element(
        'tbody',
        {},
        hasGroups && name !== null
          ? element(
              'tr',
              { class: 'group' },
              element('th', { scope: 'rowgroup', colspan: table.columns.length + 1 }, name),
            )
          : null,
        ...rows.map((row) => tableRow(page, table, row)),
      ),
    ),
  );
}

/** Ours stand beside the names of the rows, where a narrow screen shows them. */
function ownFirst(columns: readonly Column[]): readonly Column[] {
  return [...columns].sort((a, b) => Number(a.kind === 'baseline') - Number(b.kind === 'baseline'));
}

function tableRow(page: ReportPage, table: Table, row: Row): HTMLTableRowElement {
  return element(
    'tr',
    {},
    element('th', { scope: 'row' }, row.row),
    ...ownFirst(table.columns).map((column) => {
      const cell = row.cells[table.columns.indexOf(column)]!;
      return column.kind === 'baseline' && cell.value === null
        ? element('td', { class: 'number' }, figure(cell.published, column.unit))
        : ownCell(page, table, row, column, cell);
    }),
  );
}

function ownCell(page: ReportPage, table: Table, row: Row, column: Column, cell: Cell): HTMLTableCellElement {
  const shade = shadeOf(cell, column);
  const told = uncertainty(cell, column.unit);
  if (cell.value === null && cell.note === null)
    return element('td', { class: 'number' }, figure(cell.published, column.unit));
  const open = (): void =>
    page.openPanel(`${row.row}, ${column.heading}`, ...cellDetails(page, table, row, column, cell));
  const arrow = cell.delta === null || cell.delta === 0 ? '' : cell.delta > 0 ? '▲ ' : '▼ ';
  return element(
    'td',
    { class: `number own ${shade}` },
    element(
      'button',
      {
        type: 'button',
        class: 'figure',
        'aria-haspopup': 'dialog',
        click: open,
      },
      element(
        'span',
        {},
        element('span', { class: 'value' }, figure(cell.value, column.unit)),
        cell.delta === null
          ? null
          : element(
              'span',
              { class: 'delta' },
              element('span', { 'aria-hidden': 'true' }, ` ${arrow}`),
              difference(cell, column.unit),
            ),
      ),
      cell.published === null && told === ''
        ? null
        : element(
            'span',
            { class: 'published' },
            cell.published === null ? '' : `paper ${figure(cell.published, column.unit)} `,
            told,
          ),
    ),
  );
}

function shadeOf({ delta, published }: Cell, { unit }: Column): string {
  if (delta === null || delta === 0) return '';
  const size = Math.abs(delta);
  const isPoints = unit === 'f1' || unit === 'points';
  const [small, large] = isPoints
    ? [1, 5]
    : [0.02 * Math.abs(published ?? 0), 0.1 * Math.abs(published ?? 0)];
  return `${delta > 0 ? 'above' : 'below'}-${size <= small! ? 1 : size <= large! ? 2 : 3}`;
}
