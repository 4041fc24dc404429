import { ProuieError } from '../errors.ts';
import type { ResultRecord, StoredOutput } from '../store/record.ts';
import type { Store } from '../store/store.ts';
import { didYouMean } from '../suggest.ts';
import { fitTable } from './fitted-table.ts';
import { oneLine } from './one-line.ts';
import { numberText } from './result-table.ts';
import { formatBytes } from './terminal.ts';
import { leftColumn, rightColumn } from './text-table.ts';

export interface ContentOptions {
  /** Rows of a table or lines of a text; undefined for the usual number. */
  readonly head: number | undefined;
  /** Columns of the terminal. */
  readonly width: number;
}

const USUAL_ROWS = 20;

/**
 * What an output holds, for people: the first rows of a table, the list of a directory, else the content as it is.
 * `NAME/path` stands for one file of a directory.
 *
 * @returns pieces to print, one after the other
 * @throws ProuieError PROUIE_OUTPUT_UNKNOWN, PROUIE_BLOB_MISSING, PROUIE_TABLE_BROKEN
 */
export async function viewOutput(
  store: Store,
  outputs: ResultRecord['outputs'],
  name: string,
  options: ContentOptions,
): Promise<Iterable<string | Uint8Array>> {
  const output = outputs[name];
  if (output !== undefined) return viewContent(store, output, options);
  const [directory, ...rest] = name.split('/');
  const files = outputs[directory!]?.files;
  const file = files?.find(([path]) => path === rest.join('/'));
  if (file !== undefined)
    return viewContent(store, { kind: kindOf(file[0]), digest: file[1], size: file[3] }, options);
  const known = files === undefined ? Object.keys(outputs) : files.map(([path]) => `${directory}/${path}`);
  throw new ProuieError('PROUIE_OUTPUT_UNKNOWN', `There is no output "${name}".`, {
    hint: didYouMean(name, known) ?? `Known: ${known.slice(0, 10).join(', ')}.`,
  });
}

function kindOf(path: string): StoredOutput['kind'] {
  return path.endsWith('.arrow') ? 'arrow' : 'text';
}

async function viewContent(
  store: Store,
  output: StoredOutput,
  options: ContentOptions,
): Promise<Iterable<string | Uint8Array>> {
  if (output.kind === 'directory') return viewDirectory(output);
  const bytes = store.readBlob(output.digest);
  if (output.kind === 'arrow') return viewTable(bytes, options);
  return [options.head === undefined ? bytes : firstLines(bytes, options.head)];
}

function* viewDirectory(output: StoredOutput): Generator<string> {
  for (const [path, digest, mode, size] of output.files ?? []) {
    yield `${mode.toString(8)}  ${digest.slice(0, 12)}  ${formatBytes(size).padStart(8)}  ${path}\n`;
  }
}

async function viewTable(bytes: Uint8Array, { head, width }: ContentOptions): Promise<Iterable<string>> {
  const { readTable } = await import('../store/arrow-reader.ts');
  const table = readTable(bytes);
  const count = Math.min(head ?? USUAL_ROWS, table.rowCount);
  const columns = table.schema.columns.map(({ name, type }) =>
    /^(float|int)/.test(type) ? rightColumn(oneLine(name)) : leftColumn(oneLine(name)),
  );
  const values = table.schema.columns.map(
    ({ name }) => (table.columns as Readonly<Record<string, ArrayLike<unknown>>>)[name]!,
  );
  const rows = Array.from({ length: count }, (_, row) => values.map((column) => cellText(column[row])));
  const lines = [...fitTable(columns, rows, width)];
  if (count < table.rowCount) lines.push(`… ${table.rowCount - count} more of ${table.rowCount} rows`);
  return lines.map((line) => `${line}\n`);
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return numberText(value);
  return oneLine(String(value));
}

function firstLines(bytes: Uint8Array, count: number): Uint8Array {
  let end = 0;
  for (let lines = 0; lines < count && end < bytes.length; lines++) {
    const next = bytes.indexOf(10, end);
    end = next < 0 ? bytes.length : next + 1;
  }
  return bytes.subarray(0, end);
}
