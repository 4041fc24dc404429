import { columnKind } from '../column-kind.ts';
import { type ColumnRow, readColumnRows } from '../column-rows.ts';
import type { Format, RawSentence } from '../format.ts';
import { malformed } from '../malformed.ts';
import type { Source } from '../source.ts';
import { checkTag, taggedSentence } from '../tagged-sentence.ts';

/** Nested mentions: every column behind the token is a layer of its own, as in copies of GENIA. */
export const format: Format = {
  name: 'iob2',
  describe: 'token, then a tag for each layer of nested mentions; a blank line between sentences',
  sample: 'Oslo\tB-LOC\tB-ORG\nHarbour\tO\tI-ORG\nOffice\tO\tI-ORG\nclosed\tO\tO\n',
  tasks: ['ner'],
  recognise: (head) => columnKind(head) === 'iob2',
  async *read(sources) {
    for (const source of sources) {
      for await (const rows of readColumnRows(source)) yield sentence(rows, source);
    }
  },
};

function sentence(rows: readonly ColumnRow[], source: Source): RawSentence {
  const width = rows[0]!.cells.length;
  const tags = rows.map(({ line, cells }) => {
    const location = { file: source.path, line };
    if (width < 2) throw malformed('Expected a token and a tag for each layer, found one column.', location);
    if (cells.length !== width) {
      const before = `Expected ${width} columns, as in line ${rows[0]!.line}`;
      throw malformed(`${before}, found ${cells.length}.`, location);
    }
    return cells.slice(1).map((cell) => checkTag(cell.trim(), 'bioes', location));
  });
  const layers = tags[0]!.map((_, layer) => tags.map((row) => row[layer]!));
  const tokens = rows.map(({ line, cells }) => ({ line, text: cells[0]!.trim() }));
  return taggedSentence(tokens, layers, 'bioes', { file: source.path, line: rows[0]!.line });
}
