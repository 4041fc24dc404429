import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { ProuieError } from '../../errors.ts';
import { canonicalJson } from '../../identity/canonical-json.ts';
import type { Json } from '../../json.ts';
import type { ResultRecord } from '../record.ts';
import { parseRecord } from '../record-parser.ts';
import { type BlobSize, blobsOf, type Store } from '../store.ts';
import type { Line } from './line.ts';

/** What came of offering a result to a second store. */
export interface Delivery {
  /**
   * `sent`: its record is new there. `there`: an equal one stood there already. `unequal`: another one stands there,
   * with other outputs for the same key, and stays. `blocked`: something is there that is no result of this key.
   */
  readonly state: 'sent' | 'there' | 'unequal' | 'blocked';
  /** Of `blocked`: what is wrong with what is there. */
  readonly why?: string;
  /** Content that was sent, also where the record stood there and its content was missing. */
  readonly carried: readonly BlobSize[];
}

const PIECE_BYTES = 1 << 20;

/**
 * Puts a result with all its content into a second store: content first, so that no record there lacks it.
 *
 * @throws ProuieError PROUIE_REMOTE_…, and PROUIE_BLOB_MISSING, PROUIE_BLOB_CORRUPT where the own content is not whole
 */
export async function sendResult(line: Line, store: Store, record: ResultRecord): Promise<Delivery> {
  const before = await standing(line, record);
  if (before !== 'none' && before !== 'equal') return { ...before, carried: [] };
  const carried = await absentBlobs(line, record);
  await Promise.all(
    carried.map(([digest, size]) => line.send(digest, size, () => checkedPieces(store, digest, size))),
  );
  if (before === 'equal') return { state: 'there', carried };
  const text = `${canonicalJson(record as unknown as Json)}\n`;
  if (await line.publishRecord(record.key, text)) return { state: 'sent', carried };
  const other = await standing(line, record);
  return other === 'none' || other === 'equal' ? { state: 'there', carried } : { ...other, carried };
}

/** What sending would do. */
export async function previewDelivery(line: Line, record: ResultRecord): Promise<Delivery> {
  const before = await standing(line, record);
  if (before !== 'none' && before !== 'equal') return { ...before, carried: [] };
  return { state: before === 'equal' ? 'there' : 'sent', carried: await absentBlobs(line, record) };
}

async function standing(
  line: Line,
  record: ResultRecord,
): Promise<'none' | 'equal' | Pick<Delivery, 'state' | 'why'>> {
  const text = await line.readRecord(record.key);
  if (text === undefined) return 'none';
  const place = line.remote.recordPlace(record.key);
  const found = parseRecord(text, record.key, place);
  if (found.record === undefined) return { state: 'blocked', why: `${place}: ${found.why}` };
  return sameOutputs(found.record, record) ? 'equal' : { state: 'unequal' };
}

function sameOutputs(one: ResultRecord, other: ResultRecord): boolean {
  return canonicalJson(one.outputs as unknown as Json) === canonicalJson(other.outputs as unknown as Json);
}

async function absentBlobs(line: Line, record: ResultRecord): Promise<BlobSize[]> {
  const blobs = [...new Map(blobsOf(record.outputs))];
  const there = await Promise.all(blobs.map(([digest, size]) => line.hasBlob(digest, size)));
  return blobs.filter((_, index) => !there[index]);
}

/** The content of a blob; ends in an error where that is not what its name says, so that nothing spoilt is handed on. */
async function* checkedPieces(store: Store, digest: string, size: number): AsyncIterable<Uint8Array> {
  const path = store.blobPath(digest);
  if (!store.hasBlob(digest)) throw spoilt('PROUIE_BLOB_MISSING', 'is gone', path);
  const hash = createHash('sha256');
  const file = createReadStream(path, { highWaterMark: Math.min(PIECE_BYTES, size + 1) });
  for await (const piece of file) {
    hash.update(piece as Buffer);
    yield piece as Buffer;
  }
  if (hash.digest('hex') !== digest) throw spoilt('PROUIE_BLOB_CORRUPT', 'is not what its name says', path);
}

function spoilt(code: string, says: string, file: string): ProuieError {
  return new ProuieError(code, `Content in the store ${says}, and is not handed on.`, {
    hint: 'Run `prouie verify`, then `prouie run`: the node that makes it is then stale.',
    location: { file },
  });
}
