import { z } from 'zod';
import type { Location } from '../../errors.ts';
import type { Entity, Relation } from '../../uie/records.ts';
import { type ColumnNames, columnsMissing, type FieldColumns, findColumns } from '../field-columns.ts';
import type { FileHead, Format, RawSentence } from '../format.ts';
import { readFormatOptions } from '../format-options.ts';
import { firstLines } from '../head-lines.ts';
import { isFields, leadingJson } from '../json-head.ts';
import { parseJson } from '../json-records.ts';
import { malformed } from '../malformed.ts';
import { type AnnotationFields, characterSpans, readRecordAnnotations } from '../record-annotations.ts';
import { CELL_SEPARATORS } from '../separated-values.ts';
import { readTableRows, type TableRow } from '../table-rows.ts';

const NAME = 'table';
const RECORD_FIELDS = ['entities', 'relations', 'events'] as const;
const FIELDS = ['text', ...RECORD_FIELDS, 'id', 'type', 'mention', 'head', 'tail'] as const;
type Field = (typeof FIELDS)[number];

const USUAL: ColumnNames<Field> = {
  text: ['text', 'sentence'],
  entities: ['entities'],
  relations: ['relations'],
  events: ['events'],
  id: ['id'],
  type: ['type'],
  mention: ['mention'],
  head: ['head'],
  tail: ['tail'],
};

const optionsSchema = /* @__PURE__ */ (() =>
  z.strictObject({
    columns: z.partialRecord(z.enum(FIELDS), z.string()).optional(),
    separator: z.enum(CELL_SEPARATORS).optional(),
    quoted: z.boolean().optional(),
  }))();

/**
 * A table with a header, as spreadsheets and scripts write it, or JSON lines. Either a sentence a row, with its annotations
 * as JSON in `entities`, `relations` or `events`; or an item a row, with `type` and `mention` or `type`, `head` and `tail`:
 * then rows that follow one another with the same `id`, or without one the same text, are one sentence, and a row without a
 * type only says that the sentence is there.
 */
export const format: Format = {
  name: NAME,
  describe:
    'CSV, TSV or JSON lines with columns text and entities, relations or events (JSON), or one item a row with type, mention, head, tail, id; options: columns, separator, quoted',
  sample: 'text,type,mention\n"Anna Keller, of Oslo, smiled.",person,Anna Keller\n',
  tasks: ['ner', 're', 'ee'],
  fields: FIELDS,
  recognise,
  async *read(sources, options) {
    const { columns = {}, separator, quoted = true } = readFormatOptions(NAME, optionsSchema, options);
    for (const source of sources) yield* readSentences(readTableRows(source, separator, quoted), columns);
  },
};

/** Whether the header, or the first line of JSON, has the usual names. */
function recognise(head: FileHead): boolean {
  const [first] = firstLines(head, 1);
  if (first === undefined) return false;
  const names = first.startsWith('{')
    ? Object.keys(recordOf(first))
    : first.split(/[,;\t]/).map((cell) => cell.replace(/^"(.*)"$/, '$1').trim());
  const has = (field: Field): boolean => USUAL[field].some((name) => names.includes(name));
  const asItems = has('type') && (has('mention') || (has('head') && has('tail')));
  return has('text') && (asItems || RECORD_FIELDS.some(has));
}

function recordOf(line: string): object {
  const value = leadingJson(line);
  return isFields(value) ? value : {};
}

/** An item-a-row sentence that is not complete. */
interface OpenSentence {
  readonly key: string;
  readonly text: string;
  readonly location: Location;
  readonly entities: Entity[] | undefined;
  readonly relations: Relation[] | undefined;
}

async function* readSentences(
  rows: AsyncIterable<TableRow>,
  named: FieldColumns<Field>,
): AsyncGenerator<RawSentence> {
  let columns: readonly string[] | undefined;
  let found: FieldColumns<Field> = {};
  let open: OpenSentence | undefined;
  const ids = new Set<string>();
  for await (const row of rows) {
    if (row.columns !== columns) {
      columns = row.columns;
      found = findColumns(USUAL, named, columns, row.location);
      checkColumns(found, row);
    }
    const text = cellOf(row, found.text);
    if (text === undefined) throw malformed(`Expected a text in \`${found.text}\`.`, row.location);
    if (RECORD_FIELDS.some((field) => found[field] !== undefined)) {
      const fields = annotationsOf(row, found);
      yield {
        text,
        location: row.location,
        ...readRecordAnnotations(fields, characterSpans(text), row.location),
      };
      continue;
    }
    const id = cellOf(row, found.id);
    if (open !== undefined && open.key !== (id ?? text)) {
      yield sentenceOf(open);
      open = undefined;
    }
    if (open === undefined) {
      if (id !== undefined && ids.has(id)) throw apart(id, row.location);
      if (id !== undefined) ids.add(id);
      open = {
        key: id ?? text,
        text,
        location: row.location,
        entities: found.mention === undefined ? undefined : [],
        relations: found.head === undefined ? undefined : [],
      };
    } else if (open.text !== text) {
      throw malformed(`Expected the text that the rows with id "${id}" before this one have.`, row.location);
    }
    addItem(open, row, found);
  }
  if (open !== undefined) yield sentenceOf(open);
}

function checkColumns(found: FieldColumns<Field>, { columns, location }: TableRow): void {
  const asRecord = RECORD_FIELDS.some((field) => found[field] !== undefined);
  const asItem =
    found.type !== undefined &&
    (found.mention !== undefined || (found.head !== undefined && found.tail !== undefined));
  if (found.text !== undefined && (asRecord || asItem)) return;
  const annotations =
    '`entities`, `relations` or `events`, or `type` with `mention` or with `head` and `tail`';
  throw columnsMissing(`a column \`text\`, and ${annotations}`, columns, location);
}

function annotationsOf(row: TableRow, found: FieldColumns<Field>): AnnotationFields {
  const value = (field: (typeof RECORD_FIELDS)[number]): unknown => {
    const column = found[field];
    const written = column === undefined ? undefined : row.values[column];
    if (typeof written !== 'string') return written;
    return written.trim() === '' ? [] : parseJson(written, row.location, `the cell of \`${column}\``);
  };
  return { entities: value('entities'), relations: value('relations'), events: value('events') };
}

/** A row without a type, mention and pair says that the sentence is there. */
function addItem(open: OpenSentence, row: TableRow, found: FieldColumns<Field>): void {
  const cell = (field: Field): string => cellOf(row, found[field]) ?? '';
  const [type, mention, head, tail] = [cell('type'), cell('mention'), cell('head'), cell('tail')];
  const isPair = head !== '' || tail !== '';
  if (type.trim() === '') {
    if (mention === '' && !isPair) return;
    throw malformed('Expected a type for the mention, or the pair, of this row.', row.location);
  }
  // A type alone goes on as a blank mention, or pair, which is counted where those are left out.
  if (mention !== '' || !isPair) open.entities?.push({ type, text: mention });
  if (isPair || open.entities === undefined) open.relations?.push({ type, head, tail });
}

/** Undefined where there is no such column, or null in it. */
function cellOf({ values, location }: TableRow, column: string | undefined): string | undefined {
  const value = column === undefined ? undefined : (values[column] ?? undefined);
  if (value === undefined || typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  throw malformed(`Expected \`${column}\` to be a string, found ${typeof value}.`, location);
}

function sentenceOf({ text, location, entities, relations }: OpenSentence): RawSentence {
  return { text, location, entities, relations };
}

function apart(id: string, location: Location): Error {
  const message = `Expected the rows with id "${id}" to stand together; others stand further up.`;
  return malformed(message, location, 'Sort the table by its ids.');
}
