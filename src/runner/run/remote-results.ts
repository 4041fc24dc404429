import { isProuieError, type ProuieError } from '../../errors.ts';
import type { GraphNode } from '../../graph/node.ts';
import { CommitQueue } from '../../store/commits.ts';
import type { ResultRecord } from '../../store/record.ts';
import { fetchResult, type WantedResult } from '../../store/remote/arrival.ts';
import { sendResult } from '../../store/remote/delivery.ts';
import { Line } from '../../store/remote/line.ts';
import { openRemote } from '../../store/remote/open.ts';
import type { Remote } from '../../store/remote/remote.ts';
import type { Store } from '../../store/store.ts';
import { setBrokenBlobsAside } from '../plan/broken-blobs.ts';
import { isForced, type PlannedNode } from '../plan/planned-node.ts';
import type { RemoteSettings } from '../sharing/remote-settings.ts';
import type { Listener } from './events.ts';

/**
 * The second store during a run: results are looked for there before they are made, and handed on afterwards. It is
 * there to save work, so nothing that goes wrong with it fails a run: at the first failure it is warned of, and left
 * alone from then on.
 */
export class RemoteResults {
  readonly #store: Store;
  readonly #listen: Listener;
  readonly #settings: RemoteSettings;
  readonly #commits: CommitQueue;
  readonly #end = new AbortController();
  /** What is under way: several nodes may have the same key. */
  readonly #asked = new Map<string, Promise<ResultRecord | undefined>>();
  readonly #sending = new Set<Promise<void>>();
  #line: Promise<Line | undefined> | undefined;
  #remote: Remote | undefined;
  #isLeft = false;
  #pulled = 0;
  #pushed = 0;

  constructor(store: Store, settings: RemoteSettings, listen: Listener) {
    this.#store = store;
    this.#settings = settings;
    this.#listen = listen;
    this.#commits = new CommitQueue(store);
  }

  /** What messages call it. */
  get place(): string {
    return this.#remote?.place ?? '';
  }

  /** How many nodes took their results from there, and how many results went there. */
  get counts(): { readonly pulled: number; readonly pushed?: number } {
    return { pulled: this.#pulled, ...(this.#settings.push ? { pushed: this.#pushed } : {}) };
  }

  /**
   * Looks for the result of a node that is to be made, and brings it into the store.
   *
   * @returns the node with that result; undefined where it has to be made
   * @throws ProuieError PROUIE_STORE_FULL and others where the store itself cannot be written
   */
  async find(node: GraphNode, planned: PlannedNode): Promise<PlannedNode | undefined> {
    if (this.#isLeft || planned.key === undefined || isForced(planned)) return undefined;
    setBrokenBlobsAside(this.#store, planned);
    const record = await this.#fetchOnce({ key: planned.key, outputs: node.outputs });
    if (record === undefined) return undefined;
    const { outputs } = await this.#commits.add(record);
    this.#pulled++;
    return { ...planned, status: 'fresh', reasons: [], outputs };
  }

  /** Hands a result that stands in the store on in the background, where that is wished for. */
  send(key: string): void {
    if (!this.#settings.push || this.#isLeft) return;
    const record = this.#store.readRecord(key);
    if (record === undefined) return;
    const sending = this.#send(record);
    this.#sending.add(sending);
    sending.then(
      () => this.#sending.delete(sending),
      // It stays in the set, so that `close` throws it.
      () => undefined,
    );
  }

  /** Ends all transfers, without a warning. */
  stop(): void {
    this.#isLeft = true;
    this.#end.abort(new Error('The run was stopped.'));
  }

  /** Waits for what is under way, and lets go of connections. */
  async close(): Promise<void> {
    await Promise.all(this.#sending);
    await (await this.#line)?.settled();
    this.#remote?.close();
  }

  #fetchOnce(wanted: WantedResult): Promise<ResultRecord | undefined> {
    let asked = this.#asked.get(wanted.key);
    if (asked === undefined) {
      asked = this.#fetch(wanted).finally(() => this.#asked.delete(wanted.key));
      this.#asked.set(wanted.key, asked);
    }
    return asked;
  }

  async #fetch(wanted: WantedResult): Promise<ResultRecord | undefined> {
    const line = await this.#open();
    if (line === undefined) return undefined;
    try {
      const arrival = await fetchResult(line, this.#store, wanted);
      if (arrival.state === 'refused')
        this.#warn({
          code: 'PROUIE_REMOTE_BROKEN',
          message: `A shared result is not taken: ${arrival.why}.`,
          location: { file: arrival.place },
          hint: 'Delete this file there; the next push puts a sound one in its place.',
        });
      return arrival.state === 'whole' ? arrival.record : undefined;
    } catch (cause) {
      this.#leave(cause);
      return undefined;
    }
  }

  async #send(record: ResultRecord): Promise<void> {
    const line = await this.#open();
    if (line === undefined) return;
    try {
      const { state, why } = await sendResult(line, this.#store, record);
      if (state === 'sent') this.#pushed++;
      if (state === 'blocked')
        this.#warn({
          code: 'PROUIE_REMOTE_BROKEN',
          message: `A result could not be shared, as something else is in its place: ${why}.`,
          location: { file: line.remote.recordPlace(record.key) },
          hint: 'Delete this file there, then push again.',
        });
      if (state === 'unequal')
        this.#warn({
          code: 'PROUIE_REMOTE_UNEQUAL',
          message: 'Somebody shared another result of the same key: its step is not deterministic.',
          location: { file: line.remote.recordPlace(record.key) },
          hint: 'The first one stays; compare both with `prouie show`.',
        });
    } catch (cause) {
      // Content of our own that is not whole: that is found out, and mended, when its node is looked at next.
      if (isProuieError(cause) && cause.code.startsWith('PROUIE_BLOB_')) this.#warn(partsOf(cause));
      else this.#leave(cause);
    }
  }

  #open(): Promise<Line | undefined> {
    if (this.#isLeft) return Promise.resolve(undefined);
    this.#line ??= this.#connect();
    return this.#line;
  }

  async #connect(): Promise<Line | undefined> {
    const { address, seconds, env } = this.#settings;
    try {
      this.#remote = await openRemote(address, env);
      return new Line(this.#remote, { seconds, signal: this.#end.signal });
    } catch (cause) {
      this.#leave(cause);
      return undefined;
    }
  }

  /** After the first failure; what was under way ends with it, and is not told of again. */
  #leave(cause: unknown): void {
    if (this.#isLeft) return;
    if (!isProuieError(cause) || !cause.code.startsWith('PROUIE_REMOTE_')) throw cause;
    this.#isLeft = true;
    this.#warn({ ...partsOf(cause), message: `${cause.message} This run goes on without it.` });
    this.#end.abort(cause);
  }

  #warn(warning: Pick<ProuieError, 'code' | 'message' | 'hint' | 'location'>): void {
    this.#listen({ type: 'warning', ...warning });
  }
}

function partsOf({
  code,
  message,
  hint,
  location,
}: ProuieError): Pick<ProuieError, 'code' | 'message' | 'hint' | 'location'> {
  return { code, message, hint, location };
}
