import { open } from 'node:fs/promises';
import pLimit, { type LimitFunction } from 'p-limit';
import { ProuieError } from '../errors.ts';
import { removeQuietly, writeError } from './files.ts';
import type { ResultRecord } from './record.ts';
import { blobsOf, type Store } from './store.ts';

/** How long finished nodes wait for others, so that one group of syncs serves them all. */
const GROUP_MILLISECONDS = 20;

interface Pending {
  readonly record: ResultRecord;
  readonly resolve: (record: ResultRecord) => void;
  readonly reject: (cause: unknown) => void;
}

/**
 * Publishes results in groups, in the order in which they came: first the content of the whole group is synced with its
 * records, then the records appear. A crash may lose the last group and never shows half of one.
 */
export class CommitQueue {
  readonly #store: Store;
  #pending: Pending[] = [];
  #flushing: Promise<void> | undefined;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Resolves when the record is visible, with the record that stands for the key. */
  add(record: ResultRecord): Promise<ResultRecord> {
    return new Promise((resolve, reject) => {
      this.#pending.push({ record, resolve, reject });
      this.#flushing ??= this.#flush();
    });
  }

  async drain(): Promise<void> {
    while (this.#flushing !== undefined) await this.#flushing;
  }

  async #flush(): Promise<void> {
    const limit = pLimit(8);
    await new Promise((resolve) => setTimeout(resolve, GROUP_MILLISECONDS));
    while (this.#pending.length > 0) {
      const group = this.#pending;
      this.#pending = [];
      const staged = await Promise.allSettled(group.map(({ record }) => this.#stage(record, limit)));
      for (const [at, pending] of group.entries()) {
        const stage = staged[at]!;
        if (stage.status === 'rejected') pending.reject(stage.reason);
        else this.#publish(pending, stage.value);
      }
    }
    this.#flushing = undefined;
  }

  #publish({ record, resolve, reject }: Pending, staged: string): void {
    try {
      resolve(this.#store.publish(record, staged));
    } catch (cause) {
      reject(cause);
    }
  }

  /**
   * Syncs the content of a result, and its record, which nobody sees yet: all at once, since a file system commits in
   * one go what is asked for together.
   *
   * @returns the record's path
   */
  async #stage(record: ResultRecord, limit: LimitFunction): Promise<string> {
    const staged = this.#store.stage(record);
    const paths = blobsOf(record.outputs).map(([digest]) => this.#store.blobPath(digest));
    const synced = await Promise.allSettled([...paths, staged].map((path) => limit(() => sync(path))));
    const failed = synced.find(({ status }) => status === 'rejected') as PromiseRejectedResult | undefined;
    if (failed === undefined) return staged;
    removeQuietly(staged);
    throw failed.reason;
  }
}

/** Makes content survive a power cut. */
async function sync(path: string): Promise<void> {
  try {
    const file = await open(path, 'r');
    try {
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw isMissing(cause) ? vanished(path, cause) : writeError(path, cause);
  }
}

function isMissing(cause: unknown): boolean {
  return (cause as NodeJS.ErrnoException).code === 'ENOENT';
}

function vanished(file: string, cause: unknown): ProuieError {
  return new ProuieError('PROUIE_BLOB_MISSING', 'A result went away before it could be published.', {
    hint: 'Something deletes files in the store: a node, or another program. Run again when it is left alone.',
    location: { file },
    cause,
  });
}
