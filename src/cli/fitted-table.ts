import { displayWidth, fitWidth, padWidth } from '../text-width.ts';

export interface TableColumn {
  readonly head: string;
  /** Numbers stand at the right. */
  readonly numeric: boolean;
}

/** Narrower than this a column says nothing. */
const LEAST_WIDTH = 6;
const GAP = '  ';

/**
 * Rows as aligned columns that fit into a terminal: the widest columns are cut first, and columns that do not fit at
 * all are left out with a word on how many.
 */
export function* fitTable(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
  width: number,
): Generator<string> {
  const natural = columns.map(({ head }, index) =>
    rows.reduce((most, row) => Math.max(most, displayWidth(row[index]!)), displayWidth(head)),
  );
  const shown = Math.max(
    1,
    Math.min(columns.length, Math.floor((width + GAP.length) / (LEAST_WIDTH + GAP.length))),
  );
  const widths = shrink(natural.slice(0, shown), width - GAP.length * (shown - 1));
  const line = (cells: readonly string[]): string =>
    widths
      .map((room, index) =>
        padWidth(fitWidth(cells[index]!, room), room, columns[index]!.numeric ? 'start' : 'end'),
      )
      .join(GAP)
      .trimEnd();
  yield line(columns.map(({ head }) => head));
  yield widths.map((room) => '─'.repeat(room)).join(GAP);
  for (const row of rows) yield line(row);
  if (shown < columns.length) yield fitWidth(`… and ${columns.length - shown} more columns`, width);
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

/** Control characters as escapes, so that a text stays in its line and cannot steer the terminal. */
export function oneLine(text: string): string {
  return text.replace(/\p{Cc}/gu, (character) =>
    JSON.stringify(character).slice(1, -1).replace('\u007f', '\\u007f'),
  );
}
