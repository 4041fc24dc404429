import { z } from 'zod';
import { type ColumnKind, columnKind } from '../column-kind.ts';
import { type ColumnRow, readColumnRows, type Separator } from '../column-rows.ts';
import type { Format, RawSentence } from '../format.ts';
import { readFormatOptions } from '../format-options.ts';
import { malformed } from '../malformed.ts';
import type { Source } from '../source.ts';
import { checkTag, taggedSentence } from '../tagged-sentence.ts';
import { TAG_SCHEMES, type TagScheme } from '../tags.ts';

/** Which column holds what. Columns count from 0, negative ones from the last. */
export interface ColumnOptions {
  readonly token: number;
  readonly tag: number;
  readonly scheme: TagScheme;
  /** Without one, that of the first line. */
  readonly separator?: Separator | undefined;
  /** What stands before every token and is taken away, for example `en:`. */
  readonly tokenPrefix?: string | undefined;
}

const optionsSchema = /* @__PURE__ */ (() =>
  z.strictObject({
    token: z.int().exactOptional(),
    tag: z.int().exactOptional(),
    scheme: z.enum(TAG_SCHEMES).exactOptional(),
    separator: z.enum(['tab', 'blank']).exactOptional(),
    tokenPrefix: z.string().exactOptional(),
  }))();

/** One token a line with its tag, a blank line between sentences; a line with `-DOCSTART-` ends a sentence too. */
export const format: Format = /* @__PURE__ */ columnFormat(
  'columns',
  'token, tab or blanks, tag; a blank line between sentences; options: token, tag, scheme, separator, tokenPrefix',
  'Anna\tB-PER\nKeller\tI-PER\nsmiled\tO\n',
  { token: 0, tag: -1, scheme: 'bioes' },
);

/** A column format with its own settings, which a layout's options may still change. */
export function columnFormat(
  name: ColumnKind,
  describe: string,
  sample: string,
  defaults: ColumnOptions,
): Format {
  return {
    name,
    describe,
    sample,
    tasks: ['ner'],
    recognise: (head) => columnKind(head) === name,
    async *read(sources, options) {
      const settings: ColumnOptions = { ...defaults, ...readFormatOptions(name, optionsSchema, options) };
      for (const source of sources) {
        for await (const rows of readColumnRows(source, settings.separator))
          yield sentence(rows, source, settings);
      }
    },
  };
}

function sentence(rows: readonly ColumnRow[], source: Source, options: ColumnOptions): RawSentence {
  const { token, tag, scheme, tokenPrefix = '' } = options;
  const needed = Math.max(columnsUpTo(token), columnsUpTo(tag), 2);
  const tags: string[] = [];
  const tokens = rows.map(({ line, cells }) => {
    const location = { file: source.path, line };
    checkWidth(cells, needed, options.separator, location);
    tags.push(checkTag(cells.at(tag)!.trim(), scheme, location));
    const cell = cells.at(token)!.trim();
    return { line, text: cell.startsWith(tokenPrefix) ? cell.slice(tokenPrefix.length) : cell };
  });
  return taggedSentence(tokens, [tags], scheme, { file: source.path, line: rows[0]!.line });
}

function checkWidth(
  cells: readonly string[],
  needed: number,
  separator: Separator | undefined,
  location: { readonly file: string; readonly line: number },
): void {
  if (cells.length >= needed) return;
  const by = { tab: 'tabs', blank: 'blanks', either: 'tabs or blanks' }[separator ?? 'either'];
  throw malformed(`Expected ${needed} columns with ${by} between them, found ${cells.length}.`, location);
}

/** How many columns a line needs to have this one. */
function columnsUpTo(column: number): number {
  return column < 0 ? -column : column + 1;
}
