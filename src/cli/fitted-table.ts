import { fitWidth } from '../text-width.ts';
import { naturalWidths, type TableColumn, tableLines } from './text-table.ts';

/** Narrower than this a column says nothing. */
const LEAST_WIDTH = 6;
/** Blanks between columns. */
const GAP = 2;

/**
 * Rows as aligned columns that fit into a terminal: the widest columns are cut first, and columns that do not fit at
 * all are left out with a word on how many.
 *
 * @param columns with heads of one line
 */
export function* fitTable(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
  width: number,
): Generator<string> {
  const most = Math.floor((width + GAP) / (LEAST_WIDTH + GAP));
  const shown = columns.slice(0, Math.max(1, most));
  const widths = shrink(naturalWidths(shown, rows), width - GAP * (shown.length - 1));
  const cut = (text: string, index: number): string => fitWidth(text, widths[index]!);
  yield* tableLines(
    shown.map((column, index) => ({ ...column, head: cut(column.head, index) })),
    rows.map((row) => row.slice(0, shown.length).map(cut)),
    widths,
  );
  if (shown.length < columns.length)
    yield fitWidth(`… and ${columns.length - shown.length} more columns`, width);
}

/** The widest widths cut to one common width, so that the sum is at most `room`. */
function shrink(widths: readonly number[], room: number): readonly number[] {
  let left = room;
  let common = Number.POSITIVE_INFINITY;
  const sorted = [...widths].sort((a, b) => a - b);
  for (const [index, width] of sorted.entries()) {
    const share = Math.floor(left / (sorted.length - index));
    if (width > share) {
      common = Math.max(LEAST_WIDTH, share);
      break;
    }
    left -= width;
  }
  return widths.map((width) => Math.min(width, common));
}
