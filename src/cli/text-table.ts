import { displayWidth, padWidth } from '../text-width.ts';

/** A column's head, and the side on which its cells line up. */
export interface TableColumn {
  /** One line or several. */
  readonly head: string;
  readonly side: 'left' | 'right';
}

/** Aligned columns under a rule, for people. */
export function formatTextTable(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
): string {
  return Array.from(tableLines(columns, rows), (line) => `${line}\n`).join('');
}

/**
 * The lines of a table, one at a time.
 *
 * @param widths of the columns; as wide as their widest cells where left out
 */
export function* tableLines(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
  widths: readonly number[] = naturalWidths(columns, rows),
): Generator<string> {
  const line = (cells: readonly string[]): string =>
    widths
      .map((width, index) =>
        padWidth(cells[index]!, width, columns[index]!.side === 'left' ? 'end' : 'start'),
      )
      .join('  ')
      .trimEnd();
  for (const head of headLines(columns)) yield line(head);
  yield line(widths.map((width) => '─'.repeat(width)));
  for (const row of rows) yield line(row);
}

/** The widths of the widest cells. */
export function naturalWidths(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
): readonly number[] {
  return columns.map(({ head }, index) =>
    rows.reduce(
      (most, row) => Math.max(most, displayWidth(row[index]!)),
      Math.max(...head.split('\n').map(displayWidth)),
    ),
  );
}

/** Heads of fewer lines than others stand at the bottom. */
function headLines(columns: readonly TableColumn[]): readonly (readonly string[])[] {
  const heads = columns.map(({ head }) => head.split('\n'));
  const height = Math.max(...heads.map((head) => head.length));
  return Array.from({ length: height }, (_, line) =>
    heads.map((head) => head[line - (height - head.length)] ?? ''),
  );
}

export function leftColumn(head: string): TableColumn {
  return { head, side: 'left' };
}

export function rightColumn(head: string): TableColumn {
  return { head, side: 'right' };
}
