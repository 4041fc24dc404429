import { setMaxListeners } from 'node:events';
import pLimit, { type LimitFunction } from 'p-limit';
import { within } from './patience.ts';
import type { Remote } from './remote.ts';

export interface LineOptions {
  /** How long a record is waited for, and content three times as long without any progress. */
  readonly seconds: number;
  /** Ends all transfers. */
  readonly signal: AbortSignal;
}

/** Transfers at once: enough to hide the way to a bucket, and few enough for its connections and for open files. */
const CONCURRENCY = 32;
const CONTENT_PATIENCE = 3;
const CLEARING_MILLISECONDS = 2_000;

/** A line to a second store: so many transfers at once, each with a time limit. */
export class Line {
  readonly remote: Remote;
  readonly #options: LineOptions;
  readonly #limit: LimitFunction = pLimit(CONCURRENCY);
  /** Content that is under way: several results may have it in common. */
  readonly #moving = new Map<string, Promise<unknown>>();
  /** Also what nobody waits for any more, but has yet to clear away what it had begun. */
  readonly #working = new Set<Promise<unknown>>();

  constructor(remote: Remote, options: LineOptions) {
    this.remote = remote;
    this.#options = options;
    // Each transfer listens to it.
    setMaxListeners(0, options.signal);
  }

  readRecord(key: string): Promise<string | undefined> {
    return this.#brief(this.remote.recordPlace(key), (signal) => this.remote.readRecord(key, signal));
  }

  publishRecord(key: string, text: string): Promise<boolean> {
    return this.#brief(this.remote.recordPlace(key), (signal) =>
      this.remote.publishRecord(key, text, signal),
    );
  }

  hasBlob(digest: string, size: number): Promise<boolean> {
    return this.#brief(this.remote.blobPlace(digest), (signal) => this.remote.hasBlob(digest, size, signal));
  }

  /**
   * Hands content over as it arrives. Content that is under way already is waited for, and handed over once.
   *
   * @returns what `take` returned; undefined where there is no such content
   */
  receive<T>(
    digest: string,
    take: (pieces: AsyncIterable<Uint8Array>) => Promise<T>,
  ): Promise<T | undefined> {
    return this.#once(digest, () =>
      this.#long(this.remote.blobPlace(digest), async (signal, progress) => {
        const pieces = await this.remote.readBlob(digest, signal);
        return pieces === undefined ? undefined : take(withProgress(pieces, progress));
      }),
    );
  }

  /** @param pieces called once the content is asked for */
  send(digest: string, size: number, pieces: () => AsyncIterable<Uint8Array>): Promise<void> {
    return this.#once(digest, () =>
      this.#long(this.remote.blobPlace(digest), (signal, progress) =>
        this.remote.writeBlob(digest, size, withProgress(pieces(), progress), signal),
      ),
    );
  }

  #once<T>(digest: string, move: () => Promise<T>): Promise<T> {
    const before = this.#moving.get(digest);
    if (before !== undefined) return before as Promise<T>;
    const moving = move().finally(() => this.#moving.delete(digest));
    this.#moving.set(digest, moving);
    return moving;
  }

  /** When all that was broken off has cleared away what it had begun; what hangs is not waited for long. */
  async settled(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const enough = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, CLEARING_MILLISECONDS);
    });
    await Promise.race([Promise.allSettled(this.#working), enough]);
    clearTimeout(timer);
  }

  #brief<T>(place: string, act: (signal: AbortSignal) => Promise<T>): Promise<T> {
    return this.#transfer(this.#options.seconds, place, act);
  }

  #long<T>(place: string, act: (signal: AbortSignal, progress: () => void) => Promise<T>): Promise<T> {
    return this.#transfer(CONTENT_PATIENCE * this.#options.seconds, place, act);
  }

  #transfer<T>(
    seconds: number,
    place: string,
    act: (signal: AbortSignal, progress: () => void) => Promise<T>,
  ): Promise<T> {
    return this.#limit(() =>
      within(seconds, place, this.#options.signal, (signal, progress) => {
        const work = act(signal, progress);
        this.#working.add(work);
        const forget = (): void => void this.#working.delete(work);
        work.then(forget, forget);
        return work;
      }),
    );
  }
}

async function* withProgress(
  pieces: AsyncIterable<Uint8Array>,
  progress: () => void,
): AsyncIterable<Uint8Array> {
  for await (const piece of pieces) {
    progress();
    yield piece;
  }
}
