/** Tables under other scorer profiles, as what differs from the usual ones: most of a table is the paper's and the same. */
import type { Cell, Table } from './table.ts';

/** What is other in a table than in the usual one of the same name. */
export interface TableChanges extends Pick<Table, 'table' | 'title' | 'scorer' | 'remarks'> {
  /** By the indices of row and column; of each cell the fields that differ. */
  readonly changes: readonly (readonly [row: number, column: number, cell: Partial<Cell>])[];
}

/** A table whose rows or columns are others than those of the usual one stays whole. */
export type ScorerTable = TableChanges | Table;

export function compactTable(table: Table, usual: Table): ScorerTable {
  const { title, scorer, remarks } = table;
  if (shapeOf(table) !== shapeOf(usual)) return table;
  const changes = table.rows.flatMap(({ cells }, row) =>
    cells.flatMap((cell, column) => {
      const changed = differenceOf(cell, usual.rows[row]!.cells[column]!);
      return changed === undefined ? [] : [[row, column, changed] as const];
    }),
  );
  return { table: table.table, title, scorer, remarks, changes };
}

/** The table that `compactTable` was given, from the same usual one. */
export function wholeTable(compact: ScorerTable, usual: Table): Table {
  if ('rows' in compact) return compact;
  const { changes, ...rest } = compact;
  const rows = usual.rows.map((row) => ({ ...row, cells: [...row.cells] }));
  for (const [row, column, cell] of changes)
    rows[row]!.cells[column] = { ...rows[row]!.cells[column]!, ...cell };
  return { ...usual, ...rest, rows };
}

function differenceOf(cell: Cell, usual: Cell): Partial<Cell> | undefined {
  const changed = Object.entries(cell).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(usual[name as keyof Cell]),
  );
  return changed.length === 0 ? undefined : Object.fromEntries(changed);
}

function shapeOf({ columns, rows, profile, engine, synthetic }: Table): string {
  const names = rows.map(({ row, group, cells }) => [row, group, cells.length]);
  return JSON.stringify([columns, names, profile, engine, synthetic]);
}
