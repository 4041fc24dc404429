import { type Stamp, sameStamp, stampOfEntry } from '../../identity/file-memory.ts';
import { storePaths } from '../../store/paths.ts';
import type { Store } from '../../store/store.ts';
import type { NodeState } from './state.ts';

/** Tells what stands under a key. A record whose stamp is known is not read. */
export class RecordCheck {
  readonly #store: Store;
  readonly #known: { readonly [key: string]: Stamp };
  /** Stamps of all records found whole. */
  readonly stamps: { [key: string]: Stamp } = {};

  constructor(store: Store, known: { readonly [key: string]: Stamp }) {
    this.#store = store;
    this.#known = known;
  }

  /**
   * The outputs of a key; undefined where there is no record, or one that is torn.
   *
   * @param last what they were when the record was last read
   */
  outputs(key: string, last: NodeState['outputs'] | undefined): NodeState['outputs'] | undefined {
    const stamp = stampOfEntry(storePaths.record(this.#store.root, key));
    if (stamp === undefined) return undefined;
    const outputs =
      last !== undefined && sameStamp(this.#known[key], stamp) ? last : this.#store.readRecord(key)?.outputs;
    if (outputs !== undefined) this.stamps[key] = stamp;
    return outputs;
  }
}
