/** Lines of the input to what is asked of the model, or to why that cannot be asked. */
import { isUtf8 } from 'node:buffer';
import { isProuieError, type Location, ProuieError } from '../../errors.ts';
import { rolesOfSchema } from '../../uie/event-roles.ts';
import { parseInstruction, renderInstruction } from '../../uie/instruction.ts';
import { objectOf, type Place, recordAt, textOf, within } from '../../uie/json-fields.ts';
import { isOrderedObject, type OrderedJson, type OrderedObject, readJson } from '../../uie/ordered-json.ts';
import { readTask } from '../../uie/record-json.ts';
import type { Schema, Style, Task } from '../../uie/records.ts';
import { readSchema, schemaSharer } from '../../uie/schema-json.ts';
import type { ByteLine } from './byte-lines.ts';

/** `json`: a record `{"id"?,"text","task"?,"schema"?}` a line. `text`: each line is a text, and its number the id. */
export type InputFormat = 'json' | 'text';

export interface Request {
  readonly id: string;
  readonly line: number;
  readonly schema: Schema;
  readonly instruction: string;
  readonly text: string;
}

/** A line that cannot be answered. */
export interface Failure {
  /** The record's, or the number of the line where none can be read. */
  readonly id: string;
  readonly line: number;
  readonly error: ProuieError;
}

export interface RequestSettings {
  readonly format: InputFormat;
  readonly style: Style;
  /** For records that bring none of their own. */
  readonly task: Task | undefined;
  readonly schema: Schema | undefined;
}

/** Bytes of a line at most; a longer one is not held in memory. */
export const LONGEST_LINE = 1 << 22;
/** UTF-16 units of a text at most: some 4,000 tokens. Time and memory for events can grow with the square of the length. */
export const LONGEST_TEXT = 20_000;

/** What a line asks; undefined for white space between JSON lines. */
export type RequestReader = (line: ByteLine) => Request | Failure | undefined;

/** @throws ProuieError PROUIE_SCHEMA_NAMES for a given schema that no instruction can hold */
export function requestReader(settings: RequestSettings): RequestReader {
  const { format, task, schema } = settings;
  const instructionOf = instructionWriter(settings.style);
  // What is wrong with the given schema is told at once, and not line by line.
  if (schema !== undefined) instructionOf(schema);
  const shareSchema = schemaSharer();
  const ask = (id: string, line: number, text: string, wanted: Schema): Request => {
    checkText(text);
    return { id, line, schema: wanted, instruction: instructionOf(wanted), text };
  };
  const schemaOf = (record: OrderedObject, place: Place): Schema => {
    const ownTask = record.has('task') ? readTask(record, place) : (task ?? missing('task', place));
    if (record.has('schema'))
      return shareSchema(readSchema(ownTask, record.get('schema'), within(place, 'schema')));
    return schema?.task === ownTask ? schema : missing('schema', place);
  };
  return (line) => {
    const { number } = line;
    let id = String(number);
    try {
      const content = textOfLine(line);
      if (format === 'text') {
        return ask(id, number, content.replace(/\r$/, ''), schema ?? missing('schema', recordAt()));
      }
      if (content.trim() === '') return undefined;
      const location: Location = { line: number };
      const value = readJson(content, location);
      id = idIn(value) ?? id;
      const place = recordAt(location);
      const record = objectOf(value, place);
      if (record.has('id')) textOf(record, 'id', place);
      return ask(id, number, textOf(record, 'text', place), schemaOf(record, place));
    } catch (cause) {
      if (!isProuieError(cause)) throw cause;
      return { id, line: number, error: cause };
    }
  };
}

function textOfLine({ bytes, size }: ByteLine): string {
  if (bytes === undefined) {
    throw new ProuieError(
      'PROUIE_LINE_TOO_LONG',
      `This line has ${size} bytes; ${LONGEST_LINE} are the most that are read.`,
    );
  }
  if (!isUtf8(bytes)) throw new ProuieError('PROUIE_NOT_UTF8', 'This line is not UTF-8 text.');
  return bytes.toString();
}

/** The id of a record in which something else may be wrong. */
function idIn(value: OrderedJson): string | undefined {
  const id = isOrderedObject(value) ? value.get('id') : undefined;
  return typeof id === 'string' ? id : undefined;
}

function checkText(text: string): void {
  if (text.trim() === '') throw new ProuieError('PROUIE_TEXT_EMPTY', 'The text is empty.');
  if (text.length > LONGEST_TEXT) {
    throw new ProuieError(
      'PROUIE_TEXT_TOO_LONG',
      `The text has ${text.length} characters; ${LONGEST_TEXT} are the most that are read.`,
    );
  }
  if (text.includes('\u0000'))
    throw new ProuieError('PROUIE_TEXT_BINARY', 'The text holds a NUL character, as binary data does.');
}

/** Writes the instruction of a schema, once for all records in a row that share it. */
function instructionWriter(style: Style): (schema: Schema) => string {
  let last: { readonly schema: Schema; readonly instruction: string } | undefined;
  return (schema) => {
    if (last?.schema !== schema) {
      const instruction = renderInstruction(schema, style);
      checkNames(schema, instruction);
      last = { schema, instruction };
    }
    return last.instruction;
  };
}

/** @throws ProuieError PROUIE_SCHEMA_NAMES when the instruction does not name what the schema does */
function checkNames(schema: Schema, instruction: string): void {
  const types = schema.task === 'ee' ? schema.types.map(({ name }) => name) : schema.types;
  const roles = schema.task === 'ee' ? rolesOfSchema(schema) : [];
  if (types.length > 0 && areReadBack(instruction, types, roles)) return;
  throw new ProuieError(
    'PROUIE_SCHEMA_NAMES',
    types.length === 0
      ? 'The schema has no types.'
      : 'The instruction cannot tell the names of this schema apart: a name is empty, or holds ", ".',
    { hint: 'Write names without ", ", which stands between them in the instruction.' },
  );
}

function areReadBack(instruction: string, types: readonly string[], roles: readonly string[]): boolean {
  try {
    const read = parseInstruction(instruction);
    return areEqual(read.types, types) && areEqual(read.roles, roles);
  } catch (cause) {
    if (!isProuieError(cause)) throw cause;
    return false;
  }
}

function areEqual(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, index) => name === b[index]);
}

function missing(field: 'task' | 'schema', place: Place): never {
  throw new ProuieError(
    'PROUIE_SCHEMA_MISSING',
    `The record has no \`${field}\`, and --${field} gives none.`,
    {
      hint: 'Give --task and --schema for records without their own.',
      location: place.location,
    },
  );
}
