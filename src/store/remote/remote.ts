/**
 * A second store that many read and write: results by key and content by digest, laid out as in a store
 * (`records/ab/cd….json`, `blobs/ab/cd…`). What it gives is not trusted; `arrival.ts` checks it.
 *
 * All of it fails with ProuieError PROUIE_REMOTE_MISSING, PROUIE_REMOTE_DENIED, PROUIE_REMOTE_FULL or
 * PROUIE_REMOTE_FAILED, or with what the signal was aborted with.
 */
export interface Remote {
  /** What messages call it: a folder, or `s3://bucket/prefix`. */
  readonly place: string;
  recordPlace(key: string): string;
  blobPlace(digest: string): string;
  /** @returns the text of the record; undefined where there is none */
  readRecord(key: string, signal: AbortSignal): Promise<string | undefined>;
  /** @returns false where there is one already, which then stays as it is */
  publishRecord(key: string, text: string, signal: AbortSignal): Promise<boolean>;
  /** Whether there is content of this name and size; it is not read. */
  hasBlob(digest: string, size: number, signal: AbortSignal): Promise<boolean>;
  /** @returns the content in pieces; undefined where there is none */
  readBlob(digest: string, signal: AbortSignal): Promise<AsyncIterable<Uint8Array> | undefined>;
  /**
   * Puts content there, whole or not at all: when the pieces end in an error, nothing is left.
   *
   * @param size the sum of the pieces, bytes
   */
  writeBlob(
    digest: string,
    size: number,
    pieces: AsyncIterable<Uint8Array>,
    signal: AbortSignal,
  ): Promise<void>;
  /** Lets go of connections. */
  close(): void;
}
