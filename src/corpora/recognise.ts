/** Finds the format of corpus files by their beginnings. */
import { ProuieError } from '../errors.ts';
import type { Task } from '../uie/records.ts';
import { FORMATS } from './all-formats.ts';
import { notText } from './encoding.ts';
import type { FileHead, Format } from './format.ts';
import { firstRecordText } from './json-head.ts';
import { parseJson } from './json-records.ts';
import { malformed } from './malformed.ts';

/** A file of a corpus and how it begins. */
export interface HeadOfFile {
  /** The name that errors show. */
  readonly path: string;
  readonly head: FileHead;
}

/** The formats that a file looks like one of. */
export function formatsOf(head: FileHead): readonly Format[] {
  return FORMATS.filter((format) => format.recognise(head));
}

/**
 * The formats that all these files look like. Files that look like none (a key file, a dictionary) go with those that do.
 * Formats that bear annotations of the task stand alone where there are any.
 */
export function sharedFormats(files: readonly HeadOfFile[], task: Task): readonly Format[] {
  const [first, ...others] = files.map(({ head }) => formatsOf(head)).filter((formats) => formats.length > 0);
  const shared = (first ?? []).filter((format) => others.every((formats) => formats.includes(format)));
  const fitting = shared.filter(({ tasks }) => tasks.includes(task));
  return fitting.length > 0 ? fitting : shared;
}

/**
 * The one format in which all these files are, see `sharedFormats`.
 *
 * @param files those of all splits; at least one
 * @throws ProuieError PROUIE_FORMAT_UNRECOGNISED with how the first file begins; PROUIE_FORMAT_AMBIGUOUS with the formats
 *   that it may be; PROUIE_FORMATS_MIXED when the files have no format in common; PROUIE_NOT_UTF8 for text in another
 *   encoding; PROUIE_NUL_BYTE, PROUIE_CORPUS_MALFORMED with file, line and column for damaged files
 */
export function recogniseFormat(files: readonly HeadOfFile[], task: Task): Format {
  const [format, ...others] = sharedFormats(files, task);
  if (format === undefined) {
    for (const file of files) checkFirstRecord(file);
    throw unshared(files);
  }
  if (others.length === 0) return format;
  const { path } = files.find(({ head }) => formatsOf(head).length > 0)!;
  throw new ProuieError(
    'PROUIE_FORMAT_AMBIGUOUS',
    `${path} may be of ${1 + others.length} formats: ${namesOf([format, ...others])}.`,
    {
      hint: `Choose one with --format ${format.name}; \`prouie data formats\` shows a sample of each.`,
      location: { file: path },
    },
  );
}

/** @throws ProuieError PROUIE_CORPUS_MALFORMED when a file begins with a JSON object that breaks off, or is no JSON */
function checkFirstRecord({ path, head }: HeadOfFile): void {
  const record = firstRecordText(head);
  if (record === undefined) return;
  const { text, line, column, whole } = record;
  const location = { file: path, line, column };
  if (whole) parseJson(text, location, 'record 1');
  else if (head.complete) throw malformed('Record 1 breaks off at the end of the file.', location);
}

function namesOf(formats: readonly Format[]): string {
  return formats.map(({ name }) => name).join(' or ');
}

/** Why files have no format in common. */
function unshared(files: readonly HeadOfFile[]): ProuieError {
  const seen = files.filter(({ head }) => formatsOf(head).length > 0);
  if (seen.length === 0) return unrecognised(files.find(({ head }) => head.text === undefined) ?? files[0]!);
  const said = seen.map(({ path, head }) => `${path} looks like ${namesOf(formatsOf(head))}`);
  return new ProuieError('PROUIE_FORMATS_MIXED', `The files are of several formats: ${said.join(', ')}.`, {
    hint: 'Name the files that belong together with --split NAME=FILE.',
    location: { file: seen[0]!.path },
  });
}

function unrecognised({ path, head }: HeadOfFile): ProuieError {
  const encodingError = head.text === undefined ? notText(path, head.bytes) : undefined;
  if (encodingError !== undefined) return encodingError;
  return new ProuieError(
    'PROUIE_FORMAT_UNRECOGNISED',
    `No format is known that begins so: ${beginning(head)}`,
    {
      hint: 'Compare it with the samples of `prouie data formats`, and name its format with --format NAME.',
      location: { file: path },
    },
  );
}

/** The first lines, or the first bytes where they are no text. */
function beginning({ bytes, text }: FileHead): string {
  if (bytes.length === 0) return '(the file is empty)';
  if (text === undefined) {
    const shown = [...bytes.subarray(0, 16)].map((byte) => byte.toString(16).padStart(2, '0'));
    return `bytes ${shown.join(' ')}`;
  }
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines
    .slice(0, SHOWN_LINES)
    .map((line) => JSON.stringify(line.length > SHOWN_WIDTH ? `${line.slice(0, SHOWN_WIDTH)}…` : line))
    .join(', ');
}

const SHOWN_LINES = 3;
const SHOWN_WIDTH = 100;
