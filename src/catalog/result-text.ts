/** Query results as CSV, JSON and JSON lines, in pieces of one row. */
import type { QueryResult, ResultColumn, ResultValue } from './query-result.ts';

/**
 * CSV as in RFC 4180 with `\n` at the end of each line: null is an empty field and the empty text `""`, lists and
 * objects are JSON.
 */
export function* formatCsv({ columns, rows }: QueryResult): Generator<string> {
  yield `${columns.map((column) => quoteField(column.name)).join(',')}\n`;
  for (const row of rows) yield `${row.map(csvField).join(',')}\n`;
}

/** One JSON array with an object a row. Whole numbers have all their digits; NaN and the infinities are null; columns of
 * the type JSON are what they hold. */
export function* formatJson({ columns, rows }: QueryResult): Generator<string> {
  yield '[';
  for (const [index, row] of rows.entries()) yield `${index === 0 ? '\n' : ',\n'}${jsonRow(columns, row)}`;
  yield rows.length === 0 ? ']\n' : '\n]\n';
}

/** One JSON object a line, with values as in `formatJson`. */
export function* formatJsonLines({ columns, rows }: QueryResult): Generator<string> {
  for (const row of rows) yield `${jsonRow(columns, row)}\n`;
}

/** A value as text for a reader: texts as they are, lists and objects as JSON. */
export function valueText(value: ResultValue): string {
  return value === null || typeof value === 'object' ? jsonText(value) : String(value);
}

function jsonText(value: ResultValue): string {
  if (typeof value === 'bigint') return value.toString();
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (isList(value)) return `[${value.map(jsonText).join(',')}]`;
  return `{${Object.entries(value)
    .map(([name, field]) => `${JSON.stringify(name)}:${jsonText(field)}`)
    .join(',')}}`;
}

function jsonRow(columns: QueryResult['columns'], row: readonly ResultValue[]): string {
  return `{${columns.map((column, index) => `${JSON.stringify(column.name)}:${fieldText(column, row[index]!)}`).join(',')}}`;
}

/** What is JSON already stands as it is, on one line: in its texts a line break is escaped. */
function fieldText({ type }: ResultColumn, value: ResultValue): string {
  return type === 'JSON' && typeof value === 'string' ? value.replace(/[\r\n]+/g, ' ') : jsonText(value);
}

function isList(value: ResultValue): value is readonly ResultValue[] {
  return Array.isArray(value);
}

function csvField(value: ResultValue): string {
  if (value === null) return '';
  return value === '' ? '""' : quoteField(valueText(value));
}

function quoteField(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
