/** Comma- and tab-separated values (RFC 4180): quoted cells may hold separators, ends of lines, and quotes written twice. */
import type { Location } from '../errors.ts';
import { malformed } from './malformed.ts';
import { readLines, type Source } from './source.ts';

const CHARACTERS = { comma: ',', tab: '\t', semicolon: ';' } as const;
export type CellSeparator = keyof typeof CHARACTERS;
export const CELL_SEPARATORS = ['tab', 'comma', 'semicolon'] as const satisfies readonly CellSeparator[];

export interface ValueRow {
  /** Of its beginning, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** The separator that a line has most of. */
export function likelySeparator(line: string): CellSeparator {
  const count = (name: CellSeparator): number => line.split(CHARACTERS[name]).length;
  return CELL_SEPARATORS.reduce((best, name) => (count(name) > count(best) ? name : best));
}

/**
 * The rows of a file, one at a time; blank lines outside of quotes are left out. An end of line inside of quotes is `\n`.
 *
 * @param quoted whether a cell that begins with a quote ends with one; without, quotes are letters like others
 * @throws ProuieError PROUIE_CORPUS_MALFORMED for a quote that does not end, and for text behind one that does
 */
export async function* readSeparatedValues(
  source: Source,
  separator: CellSeparator,
  quoted: boolean,
): AsyncGenerator<ValueRow> {
  let open: OpenRow | undefined;
  for await (const { number, text } of readLines(source)) {
    if (open === undefined && text.trim() === '') continue;
    open ??= { line: number, cells: [], quote: undefined };
    readCells(open, text, number, CHARACTERS[separator], quoted, source.path);
    if (open.quote !== undefined) continue;
    yield { line: open.line, cells: open.cells };
    open = undefined;
  }
  if (open?.quote === undefined) return;
  throw malformed(
    'The quote that begins a cell here has no end.',
    open.quote.location,
    'Quotes inside of a quoted cell are written twice; where quotes are letters, set the option `quoted: false`.',
  );
}

interface OpenRow {
  readonly line: number;
  readonly cells: string[];
  /** The cell that is open, and where its quote stands. */
  quote: { readonly text: string; readonly location: Location } | undefined;
}

/** Adds the cells of a line to a row; the last one may stay open. */
function readCells(
  row: OpenRow,
  text: string,
  line: number,
  separator: string,
  quoted: boolean,
  file: string,
): void {
  let at = 0;
  do {
    if (row.quote === undefined && !(quoted && text[at] === '"')) {
      const end = text.indexOf(separator, at);
      row.cells.push(text.slice(at, end < 0 ? text.length : end));
      at = end < 0 ? text.length : end;
    } else {
      const begun = row.quote ?? { text: '', location: { file, line, column: at + 1 } };
      const from = row.quote === undefined ? at + 1 : at;
      const end = closingQuote(text, from);
      const part = text.slice(from, end).replaceAll('""', '"');
      if (end === text.length) {
        row.quote = { ...begun, text: `${begun.text}${part}\n` };
        return;
      }
      row.quote = undefined;
      row.cells.push(begun.text + part);
      at = end + 1;
      if (at < text.length && text[at] !== separator) {
        const found = JSON.stringify(text.slice(at, at + 20));
        throw malformed(`Expected the end of the cell behind its quote, found ${found}.`, {
          file,
          line,
          column: at + 1,
        });
      }
    }
    // Behind the last separator stands a cell, even when there is nothing in it.
  } while (at++ < text.length);
}

/** Where the quote stands that ends a cell; the length of the text where none does. */
function closingQuote(text: string, from: number): number {
  let at = from;
  for (;;) {
    const found = text.indexOf('"', at);
    if (found < 0) return text.length;
    if (text[found + 1] !== '"') return found;
    at = found + 2;
  }
}
