import type { Table } from './table.ts';

const HEADER = [
  'table',
  'profile',
  'engine',
  'synthetic',
  'row',
  'group',
  'column',
  'value',
  'published',
  'delta',
  'within',
  'note',
  'node',
  'scorer',
  'low',
  'high',
  'deviation',
  'p',
] as const;

/**
 * Tables as CSV (RFC 4180, but with `\n` as line end): one line a cell under a header, figures unrounded, nothing
 * between the commas where there is none.
 */
export function renderCsv(tables: readonly Table[]): string {
  const lines: (readonly Field[])[] = [HEADER];
  for (const { table, profile, engine, scorer, synthetic, rows } of tables) {
    for (const { row, group, cells } of rows) {
      for (const { column, value, published, delta, within, note, node, interval, deviation, p } of cells) {
        lines.push([
          table,
          profile,
          engine,
          synthetic,
          row,
          group,
          column,
          value,
          published,
          delta,
          within,
          note,
          node,
          scorer,
          interval?.low ?? null,
          interval?.high ?? null,
          deviation,
          p,
        ]);
      }
    }
  }
  return lines.map(csvLine).join('');
}

export type Field = string | number | boolean | null;

/** A line with its end; fields are quoted where they must be. */
export function csvLine(fields: readonly Field[]): string {
  return `${fields.map(renderField).join(',')}\n`;
}

function renderField(field: Field): string {
  if (field === null) return '';
  const text = String(field);
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}
