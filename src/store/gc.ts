import { blobsOf, type Store } from './store.ts';
import { listBlobs } from './verify.ts';

/** Content that none of the keys reaches, sorted. */
export function unreachedBlobs(store: Store, keys: Iterable<string>): string[] {
  const reached = new Set<string>();
  for (const key of keys) {
    for (const [digest] of blobsOf(store.readRecord(key)?.outputs ?? {})) reached.add(digest);
  }
  return listBlobs(store).filter((digest) => !reached.has(digest));
}
