import type { Catalog } from './catalog.ts';
import type { ResultValue } from './query-result.ts';

/** A row of a query's result by column name. */
export type ResultRow = Readonly<Record<string, ResultValue>>;

/** The rows of a query as objects, whole numbers as numbers. Throws what `Catalog.query` throws. */
export async function queryRows(catalog: Catalog, sql: string): Promise<readonly ResultRow[]> {
  const { columns, rows } = await catalog.query(sql);
  return rows.map((row) =>
    Object.fromEntries(
      columns.map(({ name }, index) => {
        const value = row[index]!;
        return [name, typeof value === 'bigint' ? Number(value) : value];
      }),
    ),
  );
}

/** Null where the column is. */
export function numberOf(row: ResultRow, column: string): number | null {
  const value = row[column];
  return typeof value === 'number' ? value : null;
}

/** Empty where the column is null. */
export function textOf(row: ResultRow, column: string): string {
  const value = row[column];
  return value === null || value === undefined ? '' : String(value);
}
