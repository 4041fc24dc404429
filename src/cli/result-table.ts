import type { QueryResult, ResultValue } from '../catalog/query-result.ts';
import { valueText } from '../catalog/result-text.ts';
import { displayWidth, fitWidth, padWidth } from '../text-width.ts';
import { oneLine } from './fitted-table.ts';

const CELL_WIDTH = 80;
const NUMBERS = /^(?:U?(?:TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL\(\d+,\d+\))$/;

/**
 * A result for people: aligned columns under a rule, numbers to the right with 8 significant digits, long texts cut.
 * The other formats hold values in full.
 */
export function* formatTable({ columns, rows }: QueryResult): Generator<string> {
  const cells = rows.map((row) => row.map(cellText));
  const heads = columns.map((column) => fitWidth(oneLine(column.name), CELL_WIDTH));
  const widths = heads.map((head, index) =>
    cells.reduce((width, row) => Math.max(width, displayWidth(row[index]!)), displayWidth(head)),
  );
  const sides = columns.map((column) => (NUMBERS.test(column.type) ? ('start' as const) : ('end' as const)));
  const line = (texts: readonly string[]): string =>
    `${texts
      .map((text, index) => padWidth(text, widths[index]!, sides[index]!))
      .join('  ')
      .trimEnd()}\n`;
  yield line(heads);
  yield line(widths.map((width) => '─'.repeat(width)));
  for (const row of cells) yield line(row);
}

function cellText(value: ResultValue): string {
  if (typeof value === 'number')
    return String(Number.isInteger(value) ? value : Number(value.toPrecision(8)));
  return fitWidth(oneLine(valueText(value)), CELL_WIDTH);
}
