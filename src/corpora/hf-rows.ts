/** Rows as Hugging Face `datasets` keeps them, whatever file they are saved in. */
import { z } from 'zod';
import type { Location } from '../errors.ts';
import { nameLabels } from './class-labels.ts';
import { type ColumnNames, columnsMissing, type FieldColumns, findColumns } from './field-columns.ts';
import type { RawSentence } from './format.ts';
import { readFormatOptions } from './format-options.ts';
import { isFields } from './json-head.ts';
import { parseJson } from './json-records.ts';
import { malformed } from './malformed.ts';
import { characterSpans, readRecordAnnotations, tokenSpans } from './record-annotations.ts';
import type { Source } from './source.ts';
import { checkTag, taggedSentence } from './tagged-sentence.ts';
import { TAG_SCHEMES, type TagScheme } from './tags.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What is read from columns that a layout may name. */
export const HF_FIELDS = ['text', 'tokens', 'tags', 'entities', 'relations', 'events'] as const;
type Field = (typeof HF_FIELDS)[number];

const USUAL: ColumnNames<Field> = {
  text: ['text', 'sentence'],
  tokens: ['tokens', 'words'],
  tags: ['ner_tags', 'tags', 'ner'],
  entities: ['entities'],
  relations: ['relations'],
  events: ['events'],
};

const optionsSchema = /* @__PURE__ */ (() =>
  z.strictObject({
    columns: z.partialRecord(z.enum(HF_FIELDS), z.string()).optional(),
    scheme: z.enum(TAG_SCHEMES).optional(),
    names: z.array(z.string()).optional(),
  }))();

/** How the rows of a layout are read. */
export interface HfOptions {
  /** Which column holds what, where it has another name than the usual ones. */
  readonly columns: FieldColumns<Field>;
  readonly scheme: TagScheme;
  /** The tags by their numbers, where no file says them. */
  readonly names: readonly string[] | undefined;
}

/** @throws ProuieError PROUIE_FORMAT_OPTION */
export function readHfOptions(format: string, options: Readonly<Record<string, unknown>>): HfOptions {
  const { columns = {}, scheme = 'bioes', names } = readFormatOptions(format, optionsSchema, options);
  return { columns: columns as FieldColumns<Field>, scheme, names };
}

/** The files of a split that hold rows, and the features that a `dataset_info.json` among them has. */
export async function splitHfSources(
  sources: readonly Source[],
): Promise<{ readonly tables: readonly Source[]; readonly features: Fields | undefined }> {
  const isInfo = (source: Source): boolean => source.path.endsWith('.json');
  const [info] = sources.filter(isInfo);
  const tables = sources.filter((source) => !isInfo(source));
  if (info === undefined) return { tables, features: undefined };
  let text = '';
  for await (const chunk of info.chunks()) text += chunk;
  const location = { file: info.path };
  const features = featuresOf(parseJson(text, location, 'this file'));
  if (features === undefined) throw malformed('Expected `features` of a data set.', location);
  return { tables, features };
}

/** The features in the text that Parquet and Arrow files have under the key `huggingface`. */
export function featuresOfMetadata(text: string, file: string): Fields | undefined {
  const metadata = parseJson(text, { file }, 'its metadata `huggingface`');
  return isFields(metadata) ? featuresOf(metadata['info']) : undefined;
}

function featuresOf(info: unknown): Fields | undefined {
  const features = isFields(info) ? info['features'] : undefined;
  return isFields(features) ? features : undefined;
}

/** Turns rows of one file into sentences. */
export interface HfReader {
  /** The columns that are needed; no others have to be read. */
  readonly columns: readonly string[];
  /** @param row its number, from 1 */
  sentence(values: Fields, row: number): RawSentence;
}

/**
 * @param there the columns of the file
 * @throws ProuieError PROUIE_CORPUS_MALFORMED when they hold no sentences that anything is said of
 */
export function hfReader(
  file: string,
  there: readonly string[],
  features: Fields | undefined,
  options: HfOptions,
): HfReader {
  const found = findColumns(USUAL, options.columns, there, { file });
  const { text, tokens, tags, entities, relations, events } = found;
  const isTagged = tokens !== undefined && tags !== undefined;
  const isRecord = (entities ?? relations ?? events) !== undefined && (text ?? tokens) !== undefined;
  if (!isTagged && !isRecord) {
    const expected =
      'the columns `tokens` and `ner_tags`, or `text` with `entities`, `relations` or `events`';
    throw columnsMissing(expected, there, { file });
  }
  return {
    columns: Object.values(found),
    sentence(values, row) {
      const location = { file, line: row };
      const value = (field: Field): unknown => {
        const column = found[field];
        return column === undefined
          ? undefined
          : nameLabels(values[column], features?.[column], column, location);
      };
      const words = tokens === undefined ? undefined : textList(value('tokens'), tokens, location);
      const spanned =
        text === undefined || isTagged
          ? tokenSpans(words ?? [])
          : characterSpans(textOf(value('text'), text, location));
      const said = readRecordAnnotations(
        { entities: value('entities'), relations: value('relations'), events: value('events') },
        spanned,
        location,
      );
      if (!isTagged) return { text: spanned.text, location, ...said };
      const written = tagList(value('tags'), tags, options, location);
      if (written.length !== words!.length) {
        const counts = `Expected a tag for each of ${words!.length} tokens, found ${written.length}.`;
        throw malformed(counts, location);
      }
      const marked = words!.map((word) => ({ text: word.trim() }));
      return { ...said, ...taggedSentence(marked, [written], options.scheme, location) };
    },
  };
}

function textOf(value: unknown, column: string, location: Location): string {
  if (typeof value === 'string') return value;
  throw malformed(`Expected \`${column}\` to be a text, found ${kindOf(value)}.`, location);
}

function textList(value: unknown, column: string, location: Location): readonly string[] {
  if (!Array.isArray(value))
    throw malformed(`Expected \`${column}\` to be a list, found ${kindOf(value)}.`, location);
  return value.map((item, index) => textOf(item, `${column}[${index}]`, location));
}

function tagList(
  value: unknown,
  column: string,
  { scheme, names }: HfOptions,
  location: Location,
): readonly string[] {
  if (!Array.isArray(value))
    throw malformed(`Expected \`${column}\` to be a list, found ${kindOf(value)}.`, location);
  return value.map((item, index) => {
    const tag = typeof item === 'string' ? item : names?.[Number(item ?? -1)];
    if (tag !== undefined) return checkTag(tag, scheme, location);
    const found = item === null ? 'no label' : `the number ${item}, which nothing here has a name for`;
    throw malformed(`Expected a tag in \`${column}[${index}]\`, found ${found}.`, location, NAMES);
  });
}

const NAMES =
  "The names of numbers stand in dataset_info.json: put it among the split's files, or list them in the layout's option `names`.";

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  return Array.isArray(value) ? 'a list' : `a ${typeof value}`;
}
