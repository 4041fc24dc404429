/** The schema of `--schema`: a file, or JSON as a word. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { isProuieError, type Location, ProuieError } from '../../errors.ts';
import { recordAt } from '../../uie/json-fields.ts';
import { type OrderedJson, tryReadJson } from '../../uie/ordered-json.ts';
import type { Schema, Task } from '../../uie/records.ts';
import { readSchema } from '../../uie/schema-json.ts';
import type { Io } from '../io.ts';
import { readError } from '../read-error.ts';

/** @throws ProuieError PROUIE_CANNOT_READ, PROUIE_JSON, PROUIE_RECORD with file, line and column */
export function givenSchema(word: string, task: Task, io: Io): Schema {
  const isInline = word.trimStart().startsWith('{');
  const file = isInline ? '--schema' : word;
  const value = parse(isInline ? word : readSchemaFile(resolve(io.cwd, word), word), file);
  try {
    return readSchema(task, value, recordAt({ file }));
  } catch (cause) {
    if (!isProuieError(cause)) throw cause;
    const form = task === 'ee' ? '{"types":{"<event type>":["<role>",...]}}' : '{"types":["<type>",...]}';
    throw new ProuieError(cause.code, cause.message, {
      location: cause.location,
      hint: `A schema of the task ${task} is written ${form}.`,
      cause,
    });
  }
}

function readSchemaFile(path: string, shown: string): string {
  try {
    return readFileSync(path, 'utf8').replace(/^\ufeff/, '');
  } catch (cause) {
    const hint = '--schema takes a file that holds {"types":[...]}, or that JSON itself.';
    throw readError(`the schema ${shown}`, shown, cause, { ENOENT: hint, EISDIR: hint });
  }
}

function parse(text: string, file: string): OrderedJson {
  const reading = tryReadJson(text);
  if (reading.ok) return reading.value;
  const before = text.slice(0, reading.offset).split('\n');
  const location: Location = { file, line: before.length, column: before.at(-1)!.length + 1 };
  throw new ProuieError('PROUIE_JSON', `The schema is not JSON: expected ${reading.expected}.`, { location });
}
