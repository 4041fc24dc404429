import { formatLocation, isProuieError } from '../../errors.ts';
import type { OutputKind } from '../../graph/node.ts';
import { isInnerPath } from '../../inner-path.ts';
import { receiveBlob } from '../blob-arrival.ts';
import type { ResultRecord } from '../record.ts';
import { type ParsedRecord, parseRecord } from '../record-parser.ts';
import { type BlobSize, blobsOf, type Store } from '../store.ts';
import type { Line } from './line.ts';

/** What came of asking a second store for the result of a key. */
export type Arrival =
  | { readonly state: 'absent' }
  /** All its content is in the store; the record is still to be published. */
  | {
      readonly state: 'whole';
      readonly record: ResultRecord;
      /** Content that was not in the store before. */
      readonly brought: readonly BlobSize[];
    }
  /** Something there is not what it says it is: nothing of it is taken. */
  | { readonly state: 'refused'; readonly why: string; readonly place: string };

/** What a result is asked for by: its key, and the outputs that its node declares. */
export interface WantedResult {
  readonly key: string;
  readonly outputs: { readonly [output: string]: OutputKind };
}

/**
 * Brings the result of a key into a store, and checks it on the way: the record against its key, all content against
 * its digest and size.
 *
 * @throws ProuieError PROUIE_REMOTE_… where the second store fails, PROUIE_STORE_… where the store cannot be written
 */
export async function fetchResult(line: Line, store: Store, wanted: WantedResult): Promise<Arrival> {
  const found = await fetchRecord(line, wanted);
  if (found.state !== 'whole') return found;
  const missing = missingBlobs(store, found.record);
  const faults = await Promise.all(missing.map(([digest, size]) => fetchBlob(line, store, digest, size)));
  const at = faults.findIndex((fault) => fault !== undefined);
  if (at >= 0) return { state: 'refused', why: faults[at]!, place: line.remote.blobPlace(missing[at]![0]) };
  return { ...found, brought: missing };
}

/** The record alone, for those that only want to know: its content is counted as if it were brought. */
export async function previewResult(line: Line, store: Store, wanted: WantedResult): Promise<Arrival> {
  const found = await fetchRecord(line, wanted);
  if (found.state !== 'whole') return found;
  return { ...found, brought: missingBlobs(store, found.record) };
}

async function fetchRecord(line: Line, wanted: WantedResult): Promise<Arrival> {
  const text = await line.readRecord(wanted.key);
  if (text === undefined) return { state: 'absent' };
  const place = line.remote.recordPlace(wanted.key);
  const { record, why } = parseArrived(text, wanted, place);
  if (record === undefined) return { state: 'refused', why, place };
  return { state: 'whole', record, brought: [] };
}

/** A key says nothing of outputs, and who wrote the record is not known: so more is asked of it than in an own store. */
function parseArrived(text: string, { key, outputs }: WantedResult, place: string): ParsedRecord {
  const refused = (why: string): ParsedRecord => ({ record: undefined, why });
  let parsed: ParsedRecord;
  try {
    parsed = parseRecord(text, key, place);
  } catch (cause) {
    if (!isProuieError(cause)) throw cause;
    return refused('a newer version of prouie wrote it');
  }
  const found = Object.entries(parsed.record?.outputs ?? {});
  if (parsed.record === undefined) return parsed;
  if (
    found.length !== Object.keys(outputs).length ||
    found.some(([name, { kind }]) => outputs[name] !== kind)
  )
    return refused('its outputs are not those of its step');
  const paths = found.flatMap(([, { files }]) => files ?? []);
  return paths.every(([path]) => isInnerPath(path))
    ? parsed
    : refused('it names a file outside of its folder');
}

function missingBlobs(store: Store, record: ResultRecord): BlobSize[] {
  return [...new Map(blobsOf(record.outputs))].filter(([digest, size]) => !store.hasWhole(digest, size));
}

/** @returns what is wrong with it */
async function fetchBlob(
  line: Line,
  store: Store,
  digest: string,
  size: number,
): Promise<string | undefined> {
  const fault = await line.receive(digest, async (pieces) => ({
    why: await receiveBlob(store, digest, size, pieces),
  }));
  return fault === undefined ? 'it is not there, although a result names it' : fault.why;
}

export function describeRefusal({ why, place }: Extract<Arrival, { state: 'refused' }>): string {
  return `${formatLocation({ file: place })}: ${why}`;
}
