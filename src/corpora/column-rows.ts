import { readLineBlocks, type Source } from './source.ts';

/** `blank` is any run of blanks or tabs. */
export type Separator = 'tab' | 'blank';

/** A line of a file with a token a line. */
export interface ColumnRow {
  /** From 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** A cell of a line that ends a document and is no token, in files of CoNLL. */
export const DOCUMENT_MARK = '-DOCSTART-';

/**
 * The lines of each sentence: blank lines and lines with `-DOCSTART-` end one. What a cell has to be is left to the format.
 *
 * @param separator without one, that of the first line of a token: tabs if it has one, else blanks
 */
export async function* readColumnRows(
  source: Source,
  separator?: Separator,
): AsyncGenerator<readonly ColumnRow[]> {
  let split = separator;
  let rows: ColumnRow[] = [];
  for await (const block of readLineBlocks(source)) {
    for (const { number, text } of block) {
      const isToken = text.trim() !== '' && !splitColumns(text, 'blank').includes(DOCUMENT_MARK);
      if (isToken) {
        split ??= separatorOf(text);
        rows.push({ line: number, cells: splitColumns(text, split) });
      } else if (rows.length > 0) {
        yield rows;
        rows = [];
      }
    }
  }
  if (rows.length > 0) yield rows;
}

export function separatorOf(line: string): Separator {
  return line.includes('\t') ? 'tab' : 'blank';
}

export function splitColumns(line: string, separator: Separator): readonly string[] {
  return separator === 'tab' ? line.split('\t') : line.trim().split(/[ \t]+/);
}
