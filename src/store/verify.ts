import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isDigest } from '../identity/digest.ts';
import type { Store } from './store.ts';

/** The digests of all content that a store holds, sorted. */
export function listBlobs(store: Store): string[] {
  const folder = join(store.root, 'blobs');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .flatMap((start) =>
      readdirSync(join(folder, start))
        .sort()
        .map((rest) => start + rest),
    )
    .filter(isDigest);
}
