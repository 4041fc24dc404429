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
  const heads = headLines(columns);
  const lines = [...heads, ...rows];
  const widths = columns.map((_, index) => Math.max(...lines.map((line) => displayWidth(line[index]!))));
  const write = (cells: readonly string[]): string => {
    const padded = cells.map((cell, index) =>
      padWidth(cell, widths[index]!, columns[index]!.side === 'left' ? 'end' : 'start'),
    );
    return `${padded.join('  ').trimEnd()}\n`;
  };
  return [...heads, widths.map((width) => '─'.repeat(width)), ...rows].map(write).join('');
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
