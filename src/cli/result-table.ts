import type { QueryResult, ResultValue } from '../catalog/query-result.ts';
import { valueText } from '../catalog/result-text.ts';
import { fitWidth } from '../text-width.ts';
import { oneLine } from './one-line.ts';
import { leftColumn, rightColumn, tableLines } from './text-table.ts';

const CELL_WIDTH = 80;
const NUMBERS = /^(?:U?(?:TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL\(\d+,\d+\))$/;

/**
 * A result for people: aligned columns under a rule, numbers to the right with 8 significant digits, long texts cut.
 * The other formats hold values in full.
 */
export function* formatTable({ columns, rows }: QueryResult): Generator<string> {
  const heads = columns.map(({ name, type }) => {
    const head = fitWidth(oneLine(name), CELL_WIDTH);
    return NUMBERS.test(type) ? rightColumn(head) : leftColumn(head);
  });
  const cells = rows.map((row) => row.map(cellText));
  for (const line of tableLines(heads, cells)) yield `${line}\n`;
}

function cellText(value: ResultValue): string {
  if (typeof value === 'number') return numberText(value);
  return fitWidth(oneLine(valueText(value)), CELL_WIDTH);
}

/** A number with 8 significant digits at most, or all of those of a whole one. */
export function numberText(value: number): string {
  return String(Number.isInteger(value) ? value : Number(value.toPrecision(8)));
}
