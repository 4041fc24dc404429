import { caption } from './caption.ts';
import { type LayoutCell, type LayoutColumn, type LayoutOptions, type LayoutRow, layOut } from './layout.ts';
import { NOT_IN_THE_PAPER, type Table } from './table.ts';
import { columnBlocks, lengthOf, wrap } from './text-fitting.ts';

export interface TextOptions extends LayoutOptions {
  /** Columns of the terminal. */
  readonly width: number;
  /** ANSI colours: within the interval or tolerance green, outside yellow, what is absent dim, the best published figure bold. */
  readonly color: boolean;
}

/**
 * A table for a terminal, at most `width` signs wide unless a single column needs more. Our columns come first, in
 * several blocks where they do not fit side by side; baselines fill what is left of the last block, the others are
 * named below. Remarks and notes are wrapped. Ends in a line break.
 */
export function renderText(table: Table, { width, color, ...options }: TextOptions): string {
  const { columns, rows, notes } = layOut(table, options);
  const paint: Paint = (text, style) => (color ? `${ANSI[style]}${text}${ANSI.off}` : text);
  const own = columns.flatMap((column, index) =>
    column.isBaseline ? [] : [textColumn(column, index, rows)],
  );
  const baselines = columns.flatMap((column, index) =>
    column.isBaseline ? [textColumn(column, index, rows)] : [],
  );
  const labelWidth = Math.max(...rows.map((row) => lengthOf(labelOf(row))));
  const { blocks, leftOut } = columnBlocks([...own, ...baselines], labelWidth, width);
  const below = [
    ...(rows.some((row) => row.group === NOT_IN_THE_PAPER) ? [`+ ${NOT_IN_THE_PAPER}`] : []),
    ...notes.map((note, index) => `[${index + 1}] ${note}`),
    ...table.remarks,
    ...(leftOut.length === 0
      ? []
      : [`Left out for width: ${leftOut.map((one) => one.heading.join(' ')).join(', ')}.`]),
  ];
  const lines = [
    ...wrap(caption(table), width).map((line) => paint(line, 'bold')),
    ...blocks.flatMap((block) => [
      '',
      ...headingLines(block, labelWidth),
      ...rowLines(block, labelWidth, rows, paint),
    ]),
    '',
    ...below.flatMap((line) => wrap(line, width)),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

interface TextColumn {
  readonly index: number;
  /** Its words, one below the other. */
  readonly heading: readonly string[];
  /** Figures are aligned on their last sign, note marks stand behind them. */
  readonly figureWidth: number;
  readonly width: number;
  readonly isOptional: boolean;
}

function textColumn(
  { heading, isBaseline }: LayoutColumn,
  index: number,
  rows: readonly LayoutRow[],
): TextColumn {
  const words = heading.split(' ');
  const noteWidth = Math.max(...rows.map((row) => mark(row.cells[index]!).length));
  const figures = Math.max(...rows.map((row) => lengthOf(row.cells[index]!.text)));
  const width = Math.max(...words.map(lengthOf), figures + noteWidth);
  return { index, heading: words, figureWidth: width - noteWidth, width, isOptional: isBaseline };
}

function headingLines(block: readonly TextColumn[], labelWidth: number): readonly string[] {
  const height = Math.max(...block.map((column) => column.heading.length));
  return Array.from({ length: height }, (_, level) => {
    const words = block.map(({ heading, width }) =>
      (heading[heading.length - height + level] ?? '').padStart(width),
    );
    return [' '.repeat(labelWidth), ...words].join(GAP).trimEnd();
  });
}

function rowLines(
  block: readonly TextColumn[],
  labelWidth: number,
  rows: readonly LayoutRow[],
  paint: Paint,
): readonly string[] {
  const rule = '-'.repeat(block.reduce((sum, column) => sum + GAP.length + column.width, labelWidth));
  let section: string | null = null;
  return rows.flatMap((row, index) => {
    const opensSection = row.group !== null && row.group !== NOT_IN_THE_PAPER && row.group !== section;
    if (opensSection) section = row.group;
    const cells = block.map((column) => renderCell(row.cells[column.index]!, column, paint));
    return [
      ...(index === 0 || row.isRuled ? [rule] : []),
      ...(opensSection ? [row.group!] : []),
      [labelOf(row).padEnd(labelWidth), ...cells].join(GAP).trimEnd(),
    ];
  });
}

function labelOf({ row, group }: LayoutRow): string {
  return group === NOT_IN_THE_PAPER ? `${row} +` : row;
}

function mark({ note }: LayoutCell): string {
  return note === null ? '' : ` [${note}]`;
}

function renderCell(cell: LayoutCell, column: TextColumn, paint: Paint): string {
  const padding = ' '.repeat(column.figureWidth - lengthOf(cell.text));
  const style = styleOf(cell);
  const figure = style === null || cell.text === '' ? cell.text : paint(cell.text, style);
  return padding + figure + mark(cell).padEnd(column.width - column.figureWidth);
}

function styleOf({ rank, tone }: LayoutCell): Style | null {
  if (rank !== null) return rank === 'best' ? 'bold' : 'underline';
  if (tone === 'within') return 'green';
  if (tone === 'outside') return 'yellow';
  return tone === 'absent' ? 'dim' : null;
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
type Style = Exclude<keyof typeof ANSI, 'off'>;
type Paint = (text: string, style: Style) => string;
