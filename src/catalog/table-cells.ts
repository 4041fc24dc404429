/** Tables of the paper, in the form that `prouie tables --json` prints, as rows of `cells` and of `published`. */
import { z } from 'zod';
import type { PlainRow } from './plain-row.ts';

const tablesSchema = z.object({
  schemaVersion: z.literal(1),
  tables: z.array(
    z.object({
      table: z.string(),
      synthetic: z.boolean(),
      rows: z.array(
        z.object({
          row: z.string(),
          group: z.string().nullable().optional(),
          cells: z.array(
            z.object({
              column: z.string(),
              value: z.number().nullable(),
              published: z.number().nullable(),
              delta: z.number().nullable(),
              within: z.boolean().nullable(),
              note: z.string().nullable(),
              node: z.string().nullable(),
              low: z.number().nullable().default(null),
              high: z.number().nullable().default(null),
              deviation: z.number().nullable().default(null),
              p: z.number().nullable().default(null),
            }),
          ),
        }),
      ),
    }),
  ),
});

/** One row a cell; undefined where the value is no such tables. */
export function cellRows(value: unknown): readonly PlainRow[] | undefined {
  const parsed = tablesSchema.safeParse(value);
  return parsed.data?.tables.flatMap(({ table, synthetic, rows }) =>
    rows.flatMap(({ row, group = null, cells }) =>
      cells.map(({ column, ...figures }) => ({ table, row, group, column, ...figures, synthetic })),
    ),
  );
}

/** One row a published figure among cells. */
export function publishedRows(cells: readonly PlainRow[]): readonly PlainRow[] {
  return cells
    .filter((cell) => cell['published'] !== null)
    .map(({ table, row, group, column, published }) => ({ table, row, group, column, value: published }));
}
