/** Tells the layouts with a token a line from one another by how a file begins. */
import { DOCUMENT_MARK, separatorOf, splitColumns } from './column-rows.ts';
import type { FileHead } from './format.ts';
import { completeLines } from './head-lines.ts';
import { isTag } from './tags.ts';

/** The names of the formats with a token and its tags a line. */
export type ColumnKind =
  | 'columns'
  | 'columns-tag-first'
  | 'columns-index-first'
  | 'columns-merged'
  | 'conll2003'
  | 'iob2';

const LOOKED_AT = 1000;

/** The layout of a file with a token a line; undefined for other files. */
export function columnKind(head: FileHead): ColumnKind | undefined {
  const lines = completeLines(head)
    .filter((line) => line.trim() !== '' && !splitColumns(line, 'blank').includes(DOCUMENT_MARK))
    .slice(0, LOOKED_AT);
  if (lines.length === 0) return undefined;
  const separator = separatorOf(lines[0]!);
  const rows = lines.map((line) => splitColumns(line, separator).map((cell) => cell.trim()));
  const width = rows[0]!.length;
  if (width < 2 || rows.some((row) => row.length !== width)) return undefined;
  const column = (index: number): readonly string[] => rows.map((row) => row.at(index)!);
  if (width >= 3 && column(2).every(isAnyTag) && countsUp(column(0))) return 'columns-index-first';
  if (!column(-1).every(isAnyTag)) {
    if (column(-1).every(isBareTag)) return 'columns-merged';
    return width === 2 && column(0).every(isAnyTag) ? 'columns-tag-first' : undefined;
  }
  if (width >= 3 && rows.every((row) => row.slice(1).every(isAnyTag))) return 'iob2';
  return width >= 4 && column(-2).every(isAnyTag) ? 'conll2003' : 'columns';
}

function isAnyTag(cell: string): boolean {
  return isTag(cell, 'bioes');
}

/** A tag whose type the file's name says. */
function isBareTag(cell: string): boolean {
  return /^[BIESO]$/.test(cell);
}

/** Whether each number is one more than that before it, or begins anew. */
function countsUp(cells: readonly string[]): boolean {
  return cells.every((cell, index) => {
    if (!/^\d+$/.test(cell)) return false;
    return index === 0 || Number(cell) <= 1 || Number(cell) === Number(cells[index - 1]) + 1;
  });
}
