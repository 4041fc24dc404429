import { displayWidth, padWidth } from '../text-width.ts';

/** A column's head, and the side on which its cells line up. */
export interface TableColumn {
  readonly head: string;
  readonly side: 'left' | 'right';
}

/** Aligned columns under a rule, for people. */
export function formatTextTable(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
): string {
  const lines = [columns.map((column) => column.head), ...rows];
  const widths = columns.map((_, index) => Math.max(...lines.map((line) => displayWidth(line[index]!))));
  const write = (cells: readonly string[]): string => {
    const padded = cells.map((cell, index) =>
      padWidth(cell, widths[index]!, columns[index]!.side === 'left' ? 'end' : 'start'),
    );
    return `${padded.join('  ').trimEnd()}\n`;
  };
  return [lines[0]!, widths.map((width) => '─'.repeat(width)), ...rows].map(write).join('');
}

export function leftColumn(head: string): TableColumn {
  return { head, side: 'left' };
}

export function rightColumn(head: string): TableColumn {
  return { head, side: 'right' };
}
