import { statSync } from 'node:fs';
import { digestOfFile } from '../identity/digest.ts';
import { unlessGone } from './files.ts';
import { listBlobs, listRecords } from './listing.ts';
import type { ResultRecord } from './record.ts';
import { readRecordFile } from './record-parser.ts';
import { blobsOf, type Store } from './store.ts';

/** A file that was not what its name says. */
export interface BrokenFile {
  readonly kind: 'blob' | 'record';
  /** The digest or key that its name says. */
  readonly name: string;
  readonly why: string;
  /** Where it lies now. */
  readonly setAside: string;
}

/** A result whose content is not all there. */
export interface IncompleteResult {
  readonly key: string;
  readonly missing: readonly string[];
}

/** A key of which several results exist whose outputs differ: the step is not deterministic. */
export interface UnequalResults {
  readonly key: string;
  readonly generations: number;
  /** The outputs that differ. */
  readonly outputs: readonly string[];
}

export interface StoreReport {
  readonly blobs: number;
  readonly bytes: number;
  readonly records: number;
  readonly broken: readonly BrokenFile[];
  readonly incomplete: readonly IncompleteResult[];
  readonly unequal: readonly UnequalResults[];
}

/**
 * Reads a whole store: hashes all content and checks all records. What is not what its name says is set aside, so that
 * the node which made it becomes stale.
 *
 * @param onProgress told how many of how many files are done
 * @throws ProuieError PROUIE_STORE_NEWER for a record that only a newer version can read
 */
export function verifyStore(
  store: Store,
  onProgress: (done: number, total: number) => void = () => undefined,
): StoreReport {
  const digests = listBlobs(store);
  const files = listRecords(store);
  const broken: BrokenFile[] = [];
  let done = 0;
  let bytes = 0;
  const tell = (): void => onProgress(++done, digests.length + files.length);
  for (const digest of digests) {
    const path = store.blobPath(digest);
    // A collection in another process may take away what is listed here.
    const found = unlessGone(() => ({ size: statSync(path).size, digest: digestOfFile(path) }));
    bytes += found?.size ?? 0;
    if (found !== undefined && found.digest !== digest) {
      broken.push({
        kind: 'blob',
        name: digest,
        why: `its content has the digest ${found.digest}`,
        setAside: store.setAside(path),
      });
    }
    tell();
  }
  const records: ResultRecord[] = [];
  for (const file of files) {
    const found = readRecordFile(file.path, file.key);
    if (found?.record !== undefined) records.push(found.record);
    else if (found !== undefined)
      broken.push({ kind: 'record', name: file.key, why: found.why, setAside: store.setAside(file.path) });
    tell();
  }
  return {
    blobs: digests.length,
    bytes,
    records: files.length,
    broken,
    incomplete: records.flatMap((record) => incompleteResult(store, record)),
    unequal: unequalResults(records),
  };
}

function incompleteResult(store: Store, record: ResultRecord): IncompleteResult[] {
  const missing = blobsOf(record.outputs)
    .filter(([digest, size]) => statSync(store.blobPath(digest), { throwIfNoEntry: false })?.size !== size)
    .map(([digest]) => digest);
  return missing.length === 0 ? [] : [{ key: record.key, missing }];
}

/** @param records sorted by key, the one that stands for it first */
function unequalResults(records: readonly ResultRecord[]): UnequalResults[] {
  const byKey = new Map<string, ResultRecord[]>();
  for (const record of records) byKey.set(record.key, [...(byKey.get(record.key) ?? []), record]);
  return [...byKey].flatMap(([key, generations]) => {
    const [first, ...others] = generations;
    const outputs = Object.keys(first!.outputs).filter((name) =>
      others.some((other) => other.outputs[name]?.digest !== first!.outputs[name]!.digest),
    );
    return outputs.length === 0 ? [] : [{ key, generations: generations.length, outputs }];
  });
}
