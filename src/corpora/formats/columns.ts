import { z } from 'zod';
import { ProuieError } from '../../errors.ts';
import type { Format, RawEntity, RawSentence, Repair } from '../format.ts';
import { malformed } from '../malformed.ts';
import { type Line, readLineBlocks, type Source } from '../source.ts';
import { decodeTags, isTag, TAG_SCHEMES, type TagScheme } from '../tags.ts';

/** Which column holds what. Columns count from 0, negative ones from the last. */
export interface ColumnOptions {
  readonly token: number;
  readonly tag: number;
  readonly scheme: TagScheme;
  /** `blank` is any run of blanks or tabs. */
  readonly separator: 'tab' | 'blank';
  /** What stands before every token and is taken away, for example `en:`. */
  readonly tokenPrefix: string;
}

const DOCUMENT_MARK = '-DOCSTART-';

const optionsSchema = /* @__PURE__ */ (() =>
  z.strictObject({
    token: z.int().optional(),
    tag: z.int().optional(),
    scheme: z.enum(TAG_SCHEMES).optional(),
    separator: z.enum(['tab', 'blank']).optional(),
    tokenPrefix: z.string().optional(),
  }))();

/**
 * One token a line with its tag, a blank line between sentences. A line with `-DOCSTART-` in it ends a sentence too and
 * is no token. Tokens are joined with one blank: where the source had none between two tokens is not in these files.
 */
export const columns: Format = /* @__PURE__ */ columnFormat(
  'columns',
  'token, tab, tag; a blank line between sentences; options: token, tag, scheme, separator, tokenPrefix',
  'Anna\tB-PER\nKeller\tI-PER\nsmiled\tO\n',
  { token: 0, tag: -1, scheme: 'bio', separator: 'tab', tokenPrefix: '' },
);

/** A column format with its own settings, which a layout's options may still change. */
export function columnFormat(
  name: string,
  describe: string,
  sample: string,
  defaults: ColumnOptions,
): Format {
  return {
    name,
    describe,
    sample,
    tasks: ['ner'],
    async *read(sources, options) {
      const settings = { ...defaults, ...parseOptions(name, options) };
      for (const source of sources) yield* readColumns(source, settings);
    },
  };
}

function parseOptions(name: string, options: Readonly<Record<string, unknown>>): Partial<ColumnOptions> {
  const result = optionsSchema.safeParse(options);
  if (!result.success) {
    const issue = result.error.issues[0]!;
    throw new ProuieError(
      'PROUIE_FORMAT_OPTION',
      `Format ${name}: ${issue.path.join('.')} ${issue.message}.`,
    );
  }
  return result.data as Partial<ColumnOptions>;
}

async function* readColumns(source: Source, options: ColumnOptions): AsyncGenerator<RawSentence> {
  let rows: Row[] = [];
  for await (const block of readLineBlocks(source)) {
    for (const line of block) {
      const row = readRow(line, source.path, options);
      if (row !== undefined) {
        rows.push(row);
      } else if (rows.length > 0) {
        yield sentence(rows, source.path, options.scheme);
        rows = [];
      }
    }
  }
  if (rows.length > 0) yield sentence(rows, source.path, options.scheme);
}

interface Row {
  readonly line: number;
  readonly token: string;
  readonly tag: string;
}

/** The token of a line; undefined for a line that ends a sentence. */
function readRow(line: Line, file: string, options: ColumnOptions): Row | undefined {
  if (line.text.trim() === '') return undefined;
  const cells = options.separator === 'tab' ? line.text.split('\t') : line.text.trim().split(/[ \t]+/);
  if (cells.includes(DOCUMENT_MARK)) return undefined;
  const location = { file, line: line.number };
  const needed = Math.max(columnsUpTo(options.token), columnsUpTo(options.tag), 2);
  if (cells.length < needed) {
    const by = options.separator === 'tab' ? 'tabs' : 'blanks';
    throw malformed(`Expected ${needed} columns with ${by} between them, found ${cells.length}.`, location);
  }
  const tag = cells.at(options.tag)!.trim();
  if (!isTag(tag, options.scheme)) {
    const letters = options.scheme === 'bioes' ? 'B-, I-, E- or S-' : 'B- or I-';
    throw malformed(`Expected the tag O, or ${letters} and a type, found "${tag}".`, location);
  }
  const cell = cells.at(options.token)!.trim();
  const token = cell.startsWith(options.tokenPrefix) ? cell.slice(options.tokenPrefix.length) : cell;
  return { line: line.number, token, tag };
}

/** How many columns a line needs to have this one. */
function columnsUpTo(column: number): number {
  return column < 0 ? -column : column + 1;
}

function sentence(rows: readonly Row[], file: string, scheme: TagScheme): RawSentence {
  const { spans, mended } = decodeTags(
    rows.map((row) => row.tag),
    scheme,
  );
  const entities = spans.map(
    ({ type, start, end }): RawEntity => ({
      type,
      text: join(rows.slice(start, end)),
      line: rows[start]!.line,
    }),
  );
  const blanks = rows.filter((row) => row.token === '').length;
  const repairs: Repair[] = [
    ...Array<Repair>(mended).fill('tag-mended'),
    ...Array<Repair>(blanks).fill('blank-token'),
  ];
  return { text: join(rows), location: { file, line: rows[0]!.line }, entities, repairs };
}

function join(rows: readonly Row[]): string {
  return rows
    .map((row) => row.token)
    .filter((token) => token !== '')
    .join(' ');
}
