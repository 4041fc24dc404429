import type { Measurements } from './measurements.ts';
import type { Paper } from './paper.ts';
import type { Table } from './table.ts';
import type { TableKind } from './table-kind.ts';

/** The tables that are made: those of the paper in their order, then others by their names. */
export const TABLES: readonly TableKind[] = /* @__PURE__ */ inOrder();

function inOrder(): readonly TableKind[] {
  const files = import.meta.glob<readonly TableKind[]>('./kinds/*.ts', { eager: true, import: 'tables' });
  return Object.values(files)
    .flat()
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** The names of all tables. */
export const TABLE_IDS: readonly string[] = /* @__PURE__ */ TABLES.map(({ id }) => id);

/** @throws Error where there is no such table */
export function tableKind(id: string): TableKind {
  const kind = TABLES.find((one) => one.id === id);
  if (kind === undefined) throw new Error(`there is no table ${id}`);
  return kind;
}

/** Makes one table from what was measured. Only the lists that the table reads need to be filled. */
export function makeTable(id: string, paper: Paper, measurements: Measurements): Table {
  return tableKind(id).make(paper, measurements);
}
