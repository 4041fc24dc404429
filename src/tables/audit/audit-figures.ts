/** The figures that checks are made with: those of the paper, and those of other publications. */
import { clean } from '../decimals.ts';
import { mean } from '../means.ts';
import { paperError } from '../paper-file.ts';
import { type Published, type PublishedRow, publishedTable } from '../published.ts';
import type { Sources } from './sources.ts';

export interface AuditFigures {
  readonly published: Published;
  readonly sources: Sources;
}

/** Chooses rows of a table. */
export type RowFilter = (row: PublishedRow) => boolean;

const everyRow: RowFilter = () => true;
export const inDomain: RowFilter = ({ domain }) => domain === 'in';
export const outOfDomain: RowFilter = ({ domain }) => domain === 'out';

/** Rows but one. */
export function allBut(left: string): RowFilter {
  return ({ row }) => row !== left;
}

/** The rows of a table that are chosen, in the paper's order. */
export function rowsOf(
  { published }: AuditFigures,
  table: string,
  keep: RowFilter = everyRow,
): readonly PublishedRow[] {
  return publishedTable(published, table).rows.filter(keep);
}

/**
 * A printed figure.
 *
 * @throws ProuieError PROUIE_PAPER_FILE where there is none
 */
export function figureAt({ published }: AuditFigures, table: string, row: string, column: string): number {
  const { columns, rows } = publishedTable(published, table);
  const found = rows.find((one) => one.row === row)?.values[columns.indexOf(column)];
  return found ?? noFigure(`Table ${table} in row ${row}, column ${column}`);
}

/** The printed figures of a column from top to bottom; blank cells are left out. */
export function columnOf(
  figures: AuditFigures,
  table: string,
  column: string,
  keep: RowFilter = everyRow,
): readonly number[] {
  const index = publishedTable(figures.published, table).columns.indexOf(column);
  return rowsOf(figures, table, keep).flatMap(({ values }) => values[index] ?? []);
}

/** The plain mean of `columnOf`. */
export function columnMean(
  figures: AuditFigures,
  table: string,
  column: string,
  keep: RowFilter = everyRow,
): number {
  return clean(mean(columnOf(figures, table, column, keep)));
}

/** The figure of the row `Avg`. */
export function printedAverage({ published }: AuditFigures, table: string, column: string): number {
  const { columns, average } = publishedTable(published, table);
  return average?.[columns.indexOf(column)] ?? noFigure(`Table ${table} in the row Avg, column ${column}`);
}

/** Figures that stand in a sentence of the paper, in the order of the sentence. */
export function inText({ published }: AuditFigures, name: string): readonly number[] {
  return published.text[name] ?? noFigure(`the text under ${name}`);
}

/** The one figure of a sentence. */
export function oneInText(figures: AuditFigures, name: string): number {
  return inText(figures, name)[0]!;
}

/** Figures of another publication by row. */
export function fromSource({ sources }: AuditFigures, id: string): Readonly<Record<string, number>> {
  const found = sources.figures.find((one) => one.id === id);
  return found?.values ?? noFigure(`other publications under ${id}`);
}

/** The place of the last column's figure in its row, 1 for the highest; equal figures share a place. */
export function rankOfLast({ values }: PublishedRow): number {
  const own = values.at(-1) ?? Number.NEGATIVE_INFINITY;
  return 1 + values.filter((value) => value !== null && value > own).length;
}

function noFigure(place: string): never {
  throw paperError('papers/prouie', `There is no figure of ${place}.`);
}
