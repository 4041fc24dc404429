import { z } from 'zod';
import type { Task } from './measurements.ts';
import { paperError, readPaperFile } from './paper-file.ts';

export interface PublishedRow {
  /** The paper's name. */
  readonly row: string;
  /** The card's id (Tables 1-4 and 8). */
  readonly dataset?: string | undefined;
  /** Out-of-domain sets are evaluated without training rows (Table 1). */
  readonly domain?: 'in' | 'out' | undefined;
  readonly task?: Task | undefined;
  /** In the order of the table's columns; null where the paper's cell is blank. */
  readonly values: readonly (number | null)[];
}

export interface PublishedTable {
  readonly table: string;
  readonly title: string;
  readonly columns: readonly string[];
  /** What the paper prints above the columns, where `columns` has plainer names. */
  readonly headings?: readonly string[] | undefined;
  readonly rows: readonly PublishedRow[];
  /** The row `Avg`, where the paper has one. */
  readonly average?: readonly (number | null)[] | undefined;
}

/** The figures that the paper prints: Tables 1 to 9, the reward weights of Appendix A.3, and those of sentences. */
export interface Published {
  readonly paper: string;
  readonly tables: readonly PublishedTable[];
  readonly reward: Readonly<Record<Task, Readonly<Record<string, number | null>>>>;
  /** By a name of the sentence, in the order in which it has them. */
  readonly text: Readonly<Record<string, readonly number[]>>;
}

function publishedSchema() {
  const values = z.array(z.number().nullable());
  const weights = z.record(z.string(), z.number().nullable());
  const row = z.strictObject({
    row: z.string(),
    dataset: z.string().optional(),
    domain: z.enum(['in', 'out']).optional(),
    task: z.enum(['ner', 're', 'ee']).optional(),
    values,
  });
  const table = z.strictObject({
    table: z.string(),
    title: z.string(),
    columns: z.array(z.string()),
    headings: z.array(z.string()).optional(),
    rows: z.array(row),
    average: values.optional(),
  });
  return z.strictObject({
    paper: z.string(),
    tables: z.array(table),
    reward: z.strictObject({ ner: weights, re: weights, ee: weights }),
    text: z.record(z.string(), z.array(z.number()).min(1)),
  });
}

/**
 * Reads `papers/prouie/published.yaml` (parsed).
 *
 * @throws ProuieError PROUIE_PAPER_FILE, also when a row has more or fewer values than the table has columns
 */
export function readPublished(content: unknown, file: string): Published {
  const published = readPaperFile(publishedSchema(), content, file);
  for (const { table, columns, headings, rows, average } of published.tables) {
    const lists = [...rows.map((row) => ({ name: row.row, list: row.values as readonly unknown[] }))];
    if (average !== undefined) lists.push({ name: 'average', list: average });
    if (headings !== undefined) lists.push({ name: 'headings', list: headings });
    for (const { name, list } of lists) {
      if (list.length !== columns.length) {
        throw paperError(
          file,
          `Table ${table}, ${name}: ${list.length} values for ${columns.length} columns.`,
        );
      }
    }
  }
  return published;
}

/** One of the paper's tables. */
export function publishedTable(published: Published, table: string): PublishedTable {
  const found = published.tables.find((one) => one.table === table);
  if (found === undefined) throw new Error(`the published figures have no Table ${table}`);
  return found;
}

/** The figure of a row and column; null where the paper has no such row or leaves the cell blank. */
export function publishedValue(table: PublishedTable, row: string, column: string): number | null {
  const index = table.columns.indexOf(column);
  return table.rows.find((one) => one.row === row)?.values[index] ?? null;
}
