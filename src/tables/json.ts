import type { Json } from '../json.ts';
import type { Table } from './table.ts';

/**
 * Tables in the form that `prouie tables --json` prints. Behind the fields of that form stand `engine`, `scorer` and
 * `remarks` of a table, `group` of a row, and `low`, `high` (interval), `deviation` (over seeds) and
 * `p` of a cell.
 */
export function toJson(tables: readonly Table[]): {
  readonly schemaVersion: 1;
  readonly tables: readonly Json[];
} {
  return {
    schemaVersion: 1,
    tables: tables.map((table) => ({ ...head(table), rows: rowsOf(table), ...tail(table) })),
  };
}

/** The same as text, a row a line. */
export function renderJson(tables: readonly Table[]): string {
  const texts = tables.map((table) => {
    const rows = rowsOf(table).map((row) => JSON.stringify(row));
    const start = JSON.stringify(head(table)).slice(0, -1);
    return `${start},"rows":[\n${rows.join(',\n')}\n],${JSON.stringify(tail(table)).slice(1)}`;
  });
  return `{"schemaVersion":1,"tables":[\n${texts.join(',\n')}\n]}\n`;
}

function head({ table, title, profile, synthetic }: Table) {
  return { table, title, profile, synthetic };
}

function rowsOf({ rows }: Table) {
  return rows.map(({ row, group, cells }) => ({
    row,
    cells: cells.map(({ column, value, published, delta, within, note, node, interval, deviation, p }) => ({
      column,
      value,
      published,
      delta,
      within,
      note,
      node,
      low: interval?.low ?? null,
      high: interval?.high ?? null,
      deviation,
      p,
    })),
    group,
  }));
}

function tail({ engine, scorer, remarks }: Table) {
  return { engine, scorer, remarks };
}
