import { digestOfFile } from '../../identity/digest.ts';
import { type Stamp, sameStamp, stampOfEntry } from '../../identity/file-memory.ts';
import type { StoredOutput } from '../../store/record.ts';
import { blobsOf, type Store } from '../../store/store.ts';

/** Tells whether content is there and what it says it is. Content whose stamp is known is not read. */
export class BlobCheck {
  readonly #store: Store;
  readonly #known: { readonly [digest: string]: Stamp };
  readonly #found = new Map<string, 'whole' | 'missing' | 'corrupt'>();
  /** Stamps of all content found whole. */
  readonly stamps: { [digest: string]: Stamp } = {};

  constructor(store: Store, known: { readonly [digest: string]: Stamp }) {
    this.#store = store;
    this.#known = known;
  }

  /** @returns the worst of all content that the output stands on */
  check(output: StoredOutput): 'whole' | 'missing' | 'corrupt' {
    if (output.files === undefined) return this.#checkBlob(output.digest, output.size);
    let worst: 'whole' | 'missing' | 'corrupt' = 'whole';
    for (const [digest, size] of blobsOf({ output })) {
      const found = this.#checkBlob(digest, size);
      if (found !== 'whole') worst = found;
    }
    return worst;
  }

  #checkBlob(digest: string, size: number): 'whole' | 'missing' | 'corrupt' {
    const before = this.#found.get(digest);
    if (before !== undefined) return before;
    const found = this.#look(digest, size);
    this.#found.set(digest, found);
    return found;
  }

  #look(digest: string, size: number): 'whole' | 'missing' | 'corrupt' {
    const path = this.#store.blobPath(digest);
    const stamp = stampOfEntry(path);
    if (stamp === undefined) return 'missing';
    if (!sameStamp(this.#known[digest], stamp)) {
      if (stamp[0] !== size || digestOfFile(path) !== digest) return 'corrupt';
    }
    this.stamps[digest] = stamp;
    return 'whole';
  }
}
