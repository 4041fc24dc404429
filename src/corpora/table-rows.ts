import type { Location } from '../errors.ts';
import { isFields } from './json-head.ts';
import { readJsonLines } from './json-records.ts';
import { malformed } from './malformed.ts';
import { type CellSeparator, likelySeparator, readSeparatedValues } from './separated-values.ts';
import { readLines, type Source } from './source.ts';

/** A row of a table with its columns by name. */
export interface TableRow {
  readonly location: Location;
  /** The same array for rows of the same columns that follow one another, but for JSON lines. */
  readonly columns: readonly string[];
  /** Strings, or any JSON where the table is JSON lines. */
  readonly values: Readonly<Record<string, unknown>>;
}

/**
 * The rows of a file of separated values with a header, or of JSON lines, whichever its first character says.
 *
 * @param separator without one, that of the three which the header has most of
 * @throws ProuieError PROUIE_CORPUS_MALFORMED for rows with more or fewer cells than the header
 */
export async function* readTableRows(
  source: Source,
  separator: CellSeparator | undefined,
  quoted: boolean,
): AsyncGenerator<TableRow> {
  const first = await firstLine(source);
  if (first.trimStart().startsWith('{')) yield* readObjects(source);
  else yield* readCellRows(source, separator ?? likelySeparator(first), quoted);
}

async function firstLine(source: Source): Promise<string> {
  for await (const { text } of readLines(source)) if (text.trim() !== '') return text;
  return '';
}

async function* readObjects(source: Source): AsyncGenerator<TableRow> {
  for await (const { location, value } of readJsonLines(source)) {
    if (!isFields(value)) throw malformed('Expected an object on this line.', location);
    yield { location, columns: Object.keys(value), values: value };
  }
}

async function* readCellRows(
  source: Source,
  separator: CellSeparator,
  quoted: boolean,
): AsyncGenerator<TableRow> {
  let columns: readonly string[] | undefined;
  for await (const { line, cells } of readSeparatedValues(source, separator, quoted)) {
    const location = { file: source.path, line };
    if (columns === undefined) {
      columns = cells.map((cell) => cell.trim());
      const twice = columns.find((name, index) => columns?.indexOf(name) !== index);
      if (twice !== undefined) throw malformed(`The column "${twice}" is there twice.`, location);
      continue;
    }
    if (cells.length !== columns.length) {
      const expected = `Expected ${columns.length} cells with a ${separator} between them`;
      throw malformed(`${expected}, as in the header, found ${cells.length}.`, location);
    }
    yield {
      location,
      columns,
      values: Object.fromEntries(columns.map((name, index) => [name, cells[index]])),
    };
  }
}
