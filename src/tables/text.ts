import { caption } from './caption.ts';
import { type LayoutCell, type LayoutColumn, type LayoutRow, layOut } from './layout.ts';
import { NOT_IN_THE_PAPER, type Table } from './table.ts';
import { columnBlocks, lengthOf, wrap } from './text-fitting.ts';

export interface TextOptions {
  /** Columns of the terminal. */
  readonly width: number;
  /** ANSI colours: within the tolerance green, outside yellow, what is absent dim, the best published figure bold. */
  readonly color: boolean;
}

/**
 * A table for a terminal, at most `width` signs wide unless a single column needs more. Columns that do not fit side
 * by side follow in further blocks below, ours first; notes and remarks are wrapped. Ends in a line break.
 */
export function renderText(table: Table, { width, color }: TextOptions): string {
  const layout = layOut(table);
  const paint = (text: string, style: keyof typeof ANSI): string =>
    color ? `${ANSI[style]}${text}${ANSI.off}` : text;
  const order = layout.columns
    .map((column, index) => ({ ...column, index }))
    .sort((a, b) => Number(a.isBaseline) - Number(b.isBaseline) || a.index - b.index);
  const columns = order.map((column) => textColumn(column, column.index, layout.rows));
  const labels = layout.rows.map(labelOf);
  const labelWidth = Math.max(0, ...labels.map(lengthOf));

  const lines = wrap(caption(table), width).map((line) => paint(line, 'bold'));
  for (const block of columnBlocks(columns, labelWidth, width)) {
    const height = Math.max(...block.map((column) => column.heading.length));
    lines.push('');
    for (let level = 0; level < height; level++) {
      const words = block.map(({ heading, width: wide }) => {
        return (heading[heading.length - height + level] ?? '').padStart(wide);
      });
      lines.push([' '.repeat(labelWidth), ...words].join(GAP).trimEnd());
    }
    const ruleWidth = block.reduce((sum, column) => sum + GAP.length + column.width, labelWidth);
    let section: string | null = null;
    layout.rows.forEach((row, index) => {
      const opensSection = row.group !== null && row.group !== NOT_IN_THE_PAPER && row.group !== section;
      if (opensSection) section = row.group;
      if (index === 0 || (row.isRuled && (opensSection || row.group === null)))
        lines.push('-'.repeat(ruleWidth));
      if (opensSection) lines.push(row.group!);
      const cells = block.map((column) => {
        const cell = row.cells[column.index]!;
        const padding = ' '.repeat(column.width - lengthOf(cellText(cell)));
        return padding + paintCell(cell, paint);
      });
      lines.push([labels[index]!.padEnd(labelWidth), ...cells].join(GAP).trimEnd());
    });
  }
  const below = [
    ...(layout.rows.some((row) => row.group === NOT_IN_THE_PAPER) ? [`+ ${NOT_IN_THE_PAPER}`] : []),
    ...layout.notes.map((note, index) => `[${index + 1}] ${note}`),
    ...table.remarks,
  ];
  if (below.length > 0) lines.push('', ...below.flatMap((line) => wrap(line, width)));
  return `${lines.join('\n')}\n`;
}

const GAP = '  ';

const ANSI = {
  off: '\u001b[0m',
  bold: '\u001b[1m',
  dim: '\u001b[2m',
  underline: '\u001b[4m',
  green: '\u001b[32m',
  yellow: '\u001b[33m',
} as const;

function textColumn(column: LayoutColumn, index: number, rows: readonly LayoutRow[]) {
  const heading = column.heading.split(' ');
  const width = Math.max(
    ...heading.map(lengthOf),
    ...rows.map((row) => lengthOf(cellText(row.cells[index]!))),
  );
  return { index, heading, width };
}

function labelOf({ row, group }: LayoutRow): string {
  return group === NOT_IN_THE_PAPER ? `${row} +` : row;
}

function cellText({ text, note }: LayoutCell): string {
  return note === null ? text : `${text} [${note}]`;
}

function paintCell(cell: LayoutCell, paint: (text: string, style: keyof typeof ANSI) => string): string {
  const text = cellText(cell);
  if (text === '') return text;
  if (cell.rank !== null) return paint(text, cell.rank === 'best' ? 'bold' : 'underline');
  if (cell.tone === 'within') return paint(text, 'green');
  if (cell.tone === 'outside') return paint(text, 'yellow');
  return cell.tone === 'absent' ? paint(text, 'dim') : text;
}
