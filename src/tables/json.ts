import type { Table } from './table.ts';

/**
 * Tables as one JSON object of the form that `prouie tables --json` prints, a row a line. Behind the fields of that
 * form stand `engine` and `remarks` of a table and `group` of a row.
 */
export function renderJson(tables: readonly Table[]): string {
  const lines = tables.map(({ table, title, profile, synthetic, rows, engine, remarks }) => {
    const head = JSON.stringify({ table, title, profile, synthetic }).slice(0, -1);
    const body = rows.map(({ row, cells, group }) =>
      JSON.stringify({
        row,
        cells: cells.map(({ column, value, published, delta, within, note, node }) => ({
          column,
          value,
          published,
          delta,
          within,
          note,
          node,
        })),
        group,
      }),
    );
    return `${head},"rows":[\n${body.join(',\n')}\n],"engine":${JSON.stringify(engine)},"remarks":${JSON.stringify(remarks)}}`;
  });
  return `{"schemaVersion":1,"tables":[\n${lines.join(',\n')}\n]}\n`;
}
