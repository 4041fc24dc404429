import { Readable } from 'node:stream';
import {
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  type S3Client,
} from '@aws-sdk/client-s3';
import { storePaths } from '../paths.ts';
import type { Remote } from './remote.ts';
import { openClient } from './s3-client.ts';
import { isMissingObject, s3Failure, secretsOf } from './s3-failure.ts';

/** Content up to this size goes in one request; larger content in parts of at least this size. */
const PART_BYTES = 16 << 20;
/** No object has more parts than this. */
const MOST_PARTS = 10_000;
const PARTS_AT_ONCE = 2;

/** A second store in a bucket of S3, or of a server that speaks its language. */
export class S3Remote implements Remote {
  readonly place: string;
  readonly #client: S3Client;
  readonly #bucket: string;
  readonly #prefix: string;
  readonly #secrets: readonly string[];

  private constructor(client: S3Client, bucket: string, prefix: string, secrets: readonly string[]) {
    this.#client = client;
    this.#bucket = bucket;
    this.#prefix = prefix;
    this.#secrets = secrets;
    this.place = `s3://${bucket}/${prefix}`;
  }

  /** Nothing is asked yet: what is wrong with the bucket or the credentials shows at the first transfer. */
  static async open(
    bucket: string,
    prefix: string,
    env: { readonly [name: string]: string | undefined },
  ): Promise<S3Remote> {
    return new S3Remote(await openClient(env), bucket, prefix, secretsOf(env));
  }

  recordPlace(key: string): string {
    return this.#placeOf(storePaths.record(this.#prefix, key));
  }

  blobPlace(digest: string): string {
    return this.#placeOf(storePaths.blob(this.#prefix, digest));
  }

  async readRecord(key: string, signal: AbortSignal): Promise<string | undefined> {
    const Key = storePaths.record(this.#prefix, key);
    const body = await this.#get(Key, signal);
    return body === undefined ? undefined : this.#guarded(Key, () => body.transformToString('utf-8'));
  }

  async publishRecord(key: string, text: string, signal: AbortSignal): Promise<boolean> {
    const Key = storePaths.record(this.#prefix, key);
    const object = { Key, Body: text, ContentType: 'application/json' };
    try {
      await this.#put({ ...object, IfNoneMatch: '*' }, signal);
      return true;
    } catch (cause) {
      const status = statusOf(cause);
      // Somebody was there first, or is at it.
      if (status === 412 || status === 409) return false;
      if (status !== 501) throw this.#inWords(Key, cause);
    }
    // A server without conditional writes: two writers at once may replace one sound result by another.
    if (await this.#head(Key, signal)) return false;
    await this.#guarded(Key, () => this.#put(object, signal));
    return true;
  }

  async hasBlob(digest: string, size: number, signal: AbortSignal): Promise<boolean> {
    const head = await this.#head(storePaths.blob(this.#prefix, digest), signal);
    return head?.ContentLength === size;
  }

  async readBlob(digest: string, signal: AbortSignal): Promise<AsyncIterable<Uint8Array> | undefined> {
    const Key = storePaths.blob(this.#prefix, digest);
    const body = await this.#get(Key, signal);
    return body === undefined ? undefined : this.#guardedPieces(Key, body as AsyncIterable<Uint8Array>);
  }

  async writeBlob(
    digest: string,
    size: number,
    pieces: AsyncIterable<Uint8Array>,
    signal: AbortSignal,
  ): Promise<void> {
    const Key = storePaths.blob(this.#prefix, digest);
    const object = { Key, ContentType: 'application/octet-stream' };
    await this.#guarded(Key, async () => {
      if (size <= PART_BYTES) await this.#put({ ...object, Body: await gather(pieces) }, signal);
      else await this.#putInParts(object, size, pieces, signal);
    });
  }

  close(): void {
    this.#client.destroy();
  }

  async #putInParts(
    object: Pick<PutObjectCommandInput, 'ContentType'> & { readonly Key: string },
    size: number,
    pieces: AsyncIterable<Uint8Array>,
    signal: AbortSignal,
  ): Promise<void> {
    const { Upload } = await import('@aws-sdk/lib-storage');
    const upload = new Upload({
      client: this.#client,
      params: { Bucket: this.#bucket, ...object, Body: Readable.from(pieces, { objectMode: false }) },
      partSize: Math.max(PART_BYTES, Math.ceil(size / MOST_PARTS)),
      queueSize: PARTS_AT_ONCE,
    });
    const stop = (): void => void upload.abort();
    signal.addEventListener('abort', stop, { once: true });
    try {
      await upload.done();
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }

  async #put(object: Omit<PutObjectCommandInput, 'Bucket'>, abortSignal: AbortSignal): Promise<void> {
    const input = { Bucket: this.#bucket, ...object } as PutObjectCommandInput;
    await this.#client.send(new PutObjectCommand(input), { abortSignal });
  }

  #get(Key: string, abortSignal: AbortSignal) {
    return this.#unlessMissing(Key, async () => {
      const { Body } = await this.#client.send(new GetObjectCommand({ Bucket: this.#bucket, Key }), {
        abortSignal,
      });
      return Body;
    });
  }

  #head(Key: string, abortSignal: AbortSignal) {
    return this.#unlessMissing(Key, () =>
      this.#client.send(new HeadObjectCommand({ Bucket: this.#bucket, Key }), { abortSignal }),
    );
  }

  async #unlessMissing<T>(Key: string, read: () => Promise<T>): Promise<T | undefined> {
    try {
      return await read();
    } catch (cause) {
      if (isMissingObject(cause)) return undefined;
      throw this.#inWords(Key, cause);
    }
  }

  async #guarded<T>(Key: string, act: () => Promise<T>): Promise<T> {
    try {
      return await act();
    } catch (cause) {
      throw this.#inWords(Key, cause);
    }
  }

  async *#guardedPieces(Key: string, pieces: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
    try {
      yield* pieces;
    } catch (cause) {
      throw this.#inWords(Key, cause);
    }
  }

  #inWords(Key: string, cause: unknown): unknown {
    return s3Failure(this.#placeOf(Key), cause, this.#secrets);
  }

  #placeOf(Key: string): string {
    return `s3://${this.#bucket}/${Key}`;
  }
}

function statusOf(cause: unknown): number | undefined {
  return (cause as { readonly $metadata?: { readonly httpStatusCode?: number } }).$metadata?.httpStatusCode;
}

async function gather(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
}
