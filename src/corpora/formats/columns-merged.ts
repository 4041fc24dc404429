import { z } from 'zod';
import { ProuieError } from '../../errors.ts';
import { columnKind } from '../column-kind.ts';
import { type ColumnRow, readColumnRows } from '../column-rows.ts';
import type { Format, RawSentence } from '../format.ts';
import { readFormatOptions } from '../format-options.ts';
import { malformed } from '../malformed.ts';
import type { Source } from '../source.ts';
import { checkTag, taggedSentence } from '../tagged-sentence.ts';

const NAME = 'columns-merged';

const optionsSchema = /* @__PURE__ */ (() => z.strictObject({ types: z.array(z.string()).optional() }))();

/** A file that tags one type, or a few, and the type that its bare tags stand for. */
interface Part {
  readonly source: Source;
  readonly type: string;
}

/**
 * The same sentences several times, each file with the tags of one type, as biomedical corpora come. Mentions of all files
 * are put together, so they may overlap. A tag may be `B` or `I` alone; then its type is the one that the option `types`
 * has for the file, else the name of the file's folder (`protein/train.tsv`), else that of the file.
 */
export const format: Format = {
  name: NAME,
  describe:
    'several files with the same tokens, one a type: token, tag (B, I and O, or with a type); option: types, one a file',
  sample: 'Anna\tB\nKeller\tI\nsmiled\tO\n',
  tasks: ['ner'],
  recognise: (head) => columnKind(head) === NAME,
  async *read(sources, options) {
    const { types } = readFormatOptions(NAME, optionsSchema, options);
    if (types !== undefined && types.length !== sources.length) {
      throw new ProuieError(
        'PROUIE_FORMAT_OPTION',
        `Format ${NAME}: \`types\` names ${types.length} types for ${sources.length} files.`,
        { hint: 'Name one for each file, in the order of the files.' },
      );
    }
    const parts = sources.map((source, index) => ({ source, type: types?.[index] ?? typeOf(source.path) }));
    for await (const rows of readTogether(sources)) yield sentence(rows, parts);
  },
};

/** The name of the folder, else that of the file up to its first dot. */
function typeOf(path: string): string {
  const names = path.split(/[\\/]/);
  const folder = names.at(-2) ?? '';
  return folder === '' || folder === '.' ? names.at(-1)!.split('.')[0]! : folder;
}

/** The rows of one sentence after the other, from each file. */
async function* readTogether(sources: readonly Source[]): AsyncGenerator<(readonly ColumnRow[])[]> {
  const readers = sources.map((source) => readColumnRows(source));
  try {
    for (;;) {
      const found = await Promise.all(readers.map((reader) => reader.next()));
      const there = found.findIndex(({ done }) => done !== true);
      if (there < 0) return;
      const ended = found.findIndex(({ done }) => done === true);
      if (ended >= 0) {
        const line = (found[there]!.value as readonly ColumnRow[])[0]!.line;
        const message = `Expected a sentence beside this one in ${sources[ended]!.path}, which ends before it.`;
        throw malformed(message, { file: sources[there]!.path, line }, SAME_SENTENCES);
      }
      yield found.map(({ value }) => value as readonly ColumnRow[]);
    }
  } finally {
    for (const reader of readers) await reader.return(undefined);
  }
}

const SAME_SENTENCES = 'All files of a split need the same tokens in the same sentences.';

function sentence(parts: readonly (readonly ColumnRow[])[], files: readonly Part[]): RawSentence {
  const [first] = parts;
  const layers = parts.map((rows, index) => {
    const { source, type } = files[index]!;
    return rows.map(({ line, cells }) => {
      const location = { file: source.path, line };
      if (cells.length < 2) throw malformed('Expected a token and a tag, found one column.', location);
      const tag = cells.at(-1)!.trim();
      return checkTag(/^[BIES]$/.test(tag) ? `${tag}-${type}` : tag, 'bioes', location);
    });
  });
  for (let index = 1; index < parts.length; index++) {
    checkSameTokens(first!, parts[index]!, files[0]!.source.path, files[index]!.source.path);
  }
  const tokens = first!.map((row) => ({ line: row.line, text: tokenOf(row) }));
  return taggedSentence(tokens, layers, 'bioes', { file: files[0]!.source.path, line: first![0]!.line });
}

function checkSameTokens(
  rows: readonly ColumnRow[],
  others: readonly ColumnRow[],
  file: string,
  otherFile: string,
): void {
  const differ = rows.findIndex(
    (row, at) => others[at] === undefined || tokenOf(row) !== tokenOf(others[at]),
  );
  const at = differ < 0 ? rows.length : differ;
  const [row, other] = [rows[at], others[at]];
  if (row === undefined && other === undefined) return;
  const place = `${file}:${(row ?? rows.at(-1)!).line}`;
  const found = other === undefined ? 'the end of the sentence' : `"${tokenOf(other)}"`;
  const expected = row === undefined ? 'the end of the sentence' : `"${tokenOf(row)}"`;
  const location = { file: otherFile, line: (other ?? others.at(-1)!).line };
  throw malformed(`Expected ${expected}, as in ${place}, found ${found}.`, location, SAME_SENTENCES);
}

function tokenOf(row: ColumnRow): string {
  return row.cells[0]!.trim();
}
