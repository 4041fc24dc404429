/** A table of figures beside the paper's: each of ours is a button that opens where it comes from. */
import { difference, figure, uncertainty } from '../../tables/figures.ts';
import type { Cell, Column, Row, Table } from '../../tables/table.ts';
import { cellDetails } from './cell-panel.ts';
import { element } from './element.ts';
import type { ReportPage } from './report-page.ts';

export function tableGrid(page: ReportPage, table: Table): HTMLTableElement {
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
