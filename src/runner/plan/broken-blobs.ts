import type { Store } from '../../store/store.ts';
import type { PlannedNode } from './planned-node.ts';

/** Takes spoilt content of a node's last result out of the way, so that sound content can take its place. */
export function setBrokenBlobsAside(store: Store, planned: PlannedNode): void {
  if (!planned.reasons.some((reason) => reason.type === 'output-corrupt')) return;
  const record = store.readRecord(planned.key!);
  for (const output of Object.values(record?.outputs ?? {})) {
    for (const [, digest] of output.files ?? []) setAsideIfBroken(store, digest);
    setAsideIfBroken(store, output.digest);
  }
}

function setAsideIfBroken(store: Store, digest: string): void {
  if (store.hasBlob(digest) && !store.verifyBlob(digest)) store.setAside(store.blobPath(digest));
}
