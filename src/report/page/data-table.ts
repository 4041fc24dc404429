/** Tables with headers that screen readers can name, in a region that scrolls by itself and by keyboard. */
import { type Child, element } from './element.ts';

export interface DataColumn<Row> {
  readonly heading: string;
  /** Right-aligned figures. */
  readonly numeric?: boolean;
  /** The first such column heads its rows. */
  readonly head?: boolean;
  readonly cell: (row: Row) => Child;
}

export function dataTable<Row>(
  caption: string,
  columns: readonly DataColumn<Row>[],
  rows: readonly Row[],
): HTMLElement {
  const table = element(
    'table',
    { class: 'data' },
    element('caption', {}, caption),
    element(
      'thead',
      {},
      element(
        'tr',
        {},
        ...columns.map(({ heading, numeric }) =>
          element('th', { scope: 'col', class: numeric ? 'number' : null }, heading),
        ),
      ),
    ),
    element(
      'tbody',
      {},
      ...rows.map((row) =>
        element(
          'tr',
          {},
          ...columns.map(({ cell, numeric, head }) =>
            head === true
              ? element('th', { scope: 'row' }, cell(row))
              : element('td', { class: numeric ? 'number' : null }, cell(row)),
          ),
        ),
      ),
    ),
  );
  return scrollRegion(caption, table);
}

/** What may be wider than the page scrolls in a region of its own, which the keyboard reaches. */
export function scrollRegion(label: string, ...content: readonly Node[]): HTMLElement {
  return element('div', { class: 'scroll', role: 'region', 'aria-label': label, tabindex: 0 }, ...content);
}

/** Names and what belongs to each. */
export function factList(facts: readonly (readonly [name: string, value: Child] | null)[]): HTMLElement {
  return element(
    'dl',
    { class: 'facts' },
    ...facts.flatMap((fact) =>
      fact === null ? [] : [element('dt', {}, fact[0]), element('dd', {}, fact[1])],
    ),
  );
}

/** A list of choices with its label. */
export function chooser(
  label: string,
  choices: readonly (readonly [value: string, text: string])[],
  chosen: string,
  changed: (value: string) => void,
): HTMLElement {
  const select = element(
    'select',
    { change: () => changed(select.value) },
    ...choices.map(([value, text]) => element('option', { value, selected: value === chosen }, text)),
  );
  return element('label', { class: 'field' }, element('span', {}, label), select);
}
