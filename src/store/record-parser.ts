import { readFileSync } from 'node:fs';
import { ProuieError } from '../errors.ts';
import { canonicalJson } from '../identity/canonical-json.ts';
import { digestOf, isDigest } from '../identity/digest.ts';
import { keyOf } from '../identity/key.ts';
import type { Json } from '../json.ts';
import { unlessGone } from './files.ts';
import { type DirectoryEntry, RECORD_VERSION, type ResultRecord, type StoredOutput } from './record.ts';

/** A record, or why its file holds none. */
export type ParsedRecord =
  | { readonly record: ResultRecord; readonly why: undefined }
  | { readonly record: undefined; readonly why: string };

/**
 * The record that a file holds. One that was cut off or damaged counts as none: its key must be that of its recipe, and
 * the digest of a directory that of its list.
 *
 * @param file for the message
 * @throws ProuieError PROUIE_STORE_NEWER for a record that only a newer version can read
 */
export function parseRecord(text: string, key: string, file?: string): ParsedRecord {
  let record: Partial<ResultRecord> | null;
  try {
    record = JSON.parse(text) as Partial<ResultRecord> | null;
  } catch {
    return { record: undefined, why: 'it is cut off' };
  }
  refuseNewer(record?.schemaVersion, RECORD_VERSION, file);
  const why = faultOf(record, key);
  return why === undefined ? { record: record as ResultRecord, why } : { record: undefined, why };
}

/** The same of a file that is still to be read; undefined where there is none, or no longer. @throws as `parseRecord` */
export function readRecordFile(path: string, key: string): ParsedRecord | undefined {
  const text = unlessGone(() => readFileSync(path, 'utf8'));
  return text === undefined ? undefined : parseRecord(text, key, path);
}

/**
 * A store that a newer version wrote is left alone: to take its results for broken would make them all again.
 *
 * @throws ProuieError PROUIE_STORE_NEWER
 */
export function refuseNewer(found: unknown, known: number, file: string | undefined): void {
  if (!Number.isInteger(found) || (found as number) <= known) return;
  throw new ProuieError(
    'PROUIE_STORE_NEWER',
    `The store was written by a newer version of prouie: its schema is ${found}, and this version knows ${known}.`,
    { hint: 'Update prouie, or choose another store with --store or PROUIE_STORE.', location: { file } },
  );
}

function faultOf(record: Partial<ResultRecord> | null, key: string): string | undefined {
  if (record?.schemaVersion !== RECORD_VERSION) return 'it is of another version';
  if (record.key !== key) return 'it is of another key';
  if (!isObject(record.outputs) || !Object.values(record.outputs).every(isOutput))
    return 'its outputs cannot be read';
  if (!isObject(record.recipe) || !isObject(record.recipe.params) || keyOf(record.recipe) !== key)
    return 'its recipe has another key';
  if (canonicalJson(record.seed ?? null) !== canonicalJson(record.recipe.params['seed'] ?? null))
    return 'its seed is not that of its recipe';
  return undefined;
}

const KINDS: readonly string[] = ['arrow', 'json', 'text', 'directory'];

function isOutput(output: Partial<StoredOutput> | null): boolean {
  if (!isObject(output) || !KINDS.includes(output.kind!)) return false;
  if (typeof output.digest !== 'string' || !isDigest(output.digest) || !isSize(output.size)) return false;
  if (output.kind !== 'directory') return output.files === undefined;
  const { digest, files, size } = output;
  if (!Array.isArray(files) || !files.every(isEntry) || digestOf(directoryList(files)) !== digest)
    return false;
  return size === files.reduce((sum, [, , , bytes]) => sum + bytes, 0);
}

function isEntry(entry: Partial<DirectoryEntry> | null): boolean {
  if (!Array.isArray(entry)) return false;
  const [path, digest, mode, size] = entry as unknown[];
  return (
    typeof path === 'string' && typeof digest === 'string' && isDigest(digest) && isSize(mode) && isSize(size)
  );
}

/** What is stored as the content of a directory: the list of its files, without their sizes. */
export function directoryList(files: readonly DirectoryEntry[]): string {
  return canonicalJson(files.map(([path, digest, mode]) => [path, digest, mode] as Json));
}

function isSize(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 0;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
