import { randomBytes } from 'node:crypto';
import {
  CreateBucketCommand,
  ListMultipartUploadsCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { digestOf } from '../../../src/identity/digest.ts';
import { fetchResult } from '../../../src/store/remote/arrival.ts';
import { sendResult } from '../../../src/store/remote/delivery.ts';
import { probeRemote } from '../../../src/store/remote/probe.ts';
import { S3Remote } from '../../../src/store/remote/s3.ts';
import { failureOfAsync } from '../../failure.ts';
import { publishText } from '../results.ts';
import { temporaryStore } from '../temporary-store.ts';
import { hasMotoServer, openWay, type StorageServer, startMoto, type Way } from './moto-server.ts';
import { lineTo, publishModel, wantedOf } from './shared-results.ts';

const never = new AbortController().signal;
const SECRETS = { AWS_ACCESS_KEY_ID: 'AKIDFORTESTS', AWS_SECRET_ACCESS_KEY: 'opensesame0123' } as const;

describe.skipIf(!hasMotoServer)('a shared bucket (needs moto_server)', () => {
  let server: StorageServer;
  let way: Way;
  let client: S3Client;

  beforeAll(async () => {
    for (const [name, value] of Object.entries(SECRETS)) process.env[name] = value;
    process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
    server = await startMoto();
    way = await openWay(server.port);
    client = new S3Client({ endpoint: server.url, region: 'us-east-1', forcePathStyle: true });
    await client.send(new CreateBucketCommand({ Bucket: 'lab' }));
  });
  afterAll(async () => {
    client?.destroy();
    way?.close();
    await server?.stop();
  });

  async function open(prefix: string, url = server.url, bucket = 'lab'): Promise<S3Remote> {
    process.env['AWS_ENDPOINT_URL'] = url;
    return S3Remote.open(bucket, prefix, process.env);
  }

  test('gives what was put there, small and in parts, to the byte', async () => {
    const store = temporaryStore();
    const record = publishModel(store, 'a', 20_000_000);
    const line = lineTo(await open('round/trip/'));
    expect(await sendResult(line, store, record)).toMatchObject({ state: 'sent' });
    expect(await sendResult(line, store, record)).toEqual({ state: 'there', carried: [] });
    const other = temporaryStore();
    expect(await fetchResult(line, other, wantedOf(record))).toMatchObject({ state: 'whole', record });
    for (const [, digest] of record.outputs['model']!.files!) expect(other.verifyBlob(digest)).toBe(true);
    const absent = publishText(temporaryStore(), 'b', 'b');
    expect(await fetchResult(line, other, wantedOf(absent))).toEqual({ state: 'absent' });
  });

  test('never replaces a record', async () => {
    const remote = await open('first/');
    const key = digestOf('key');
    expect(await remote.publishRecord(key, 'first', never)).toBe(true);
    expect(await remote.publishRecord(key, 'second', never)).toBe(false);
    expect(await remote.readRecord(key, never)).toBe('first');
  });

  test('with other content under a digest is found out', async () => {
    const store = temporaryStore();
    const record = publishText(store, 'a', 'good');
    const remote = await open('spoilt/');
    const line = lineTo(remote);
    await sendResult(line, store, record);
    const place = remote.blobPlace(digestOf('good'));
    const Key = place.replace('s3://lab/', '');
    await client.send(new PutObjectCommand({ Bucket: 'lab', Key, Body: 'evil' }));
    expect(await fetchResult(line, temporaryStore(), wantedOf(record))).toMatchObject({
      state: 'refused',
      place,
    });
  });

  test('keeps nothing of content that was broken off between its parts', async () => {
    const remote = await open('parts/');
    const digest = digestOf('never whole');
    async function* half(): AsyncIterable<Uint8Array> {
      for (let piece = 0; piece < 18; piece++) yield randomBytes(1 << 20);
      throw new Error('the rest is gone');
    }
    await expect(remote.writeBlob(digest, 40 << 20, half(), never)).rejects.toThrow('the rest is gone');
    expect(await remote.hasBlob(digest, 18 << 20, never)).toBe(false);
    const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket: 'lab' }));
    expect(Uploads).toEqual([]);
  });

  test('is tried out by asking and by leaving a few bytes', async () => {
    expect(await probeRemote(lineTo(await open('probe/')))).toEqual({
      unreadable: undefined,
      unwritable: undefined,
    });
  });

  test('that is not there is said to be missing', async () => {
    const line = lineTo(await open('', server.url, 'nobodys-bucket'));
    const store = temporaryStore();
    const failure = await failureOfAsync(() => sendResult(line, store, publishText(store, 'a', 'a')));
    expect(failure.code).toBe('PROUIE_REMOTE_MISSING');
    expect(failure.message).toContain('no such bucket');
  });

  test('whose server goes away in the middle is told of, and what was sent stays', async () => {
    const store = temporaryStore();
    const remote = await open('cut/', way.url);
    const line = lineTo(remote, 20);
    const first = publishText(store, 'a', 'a');
    await sendResult(line, store, first);
    way.become('cut');
    const failure = await failureOfAsync(() => sendResult(line, store, publishText(store, 'b', 'b')));
    expect(failure.code).toBe('PROUIE_REMOTE_FAILED');
    way.become('open');
    expect(await fetchResult(line, temporaryStore(), wantedOf(first))).toMatchObject({ state: 'whole' });
  });

  test('whose server gives no sign is not waited for', async () => {
    const line = lineTo(await open('slow/', way.url), 0.5);
    way.become('silent');
    const failure = await failureOfAsync(() => line.readRecord(digestOf('key')));
    expect(failure.code).toBe('PROUIE_REMOTE_SLOW');
    way.become('open');
  });

  test('that does not know the credentials says so, without saying them', async () => {
    const strict = await startMoto({ INITIAL_NO_AUTH_ACTION_COUNT: '0' });
    try {
      const line = lineTo(await open('', strict.url));
      const failure = await failureOfAsync(() => line.readRecord(digestOf('key')));
      expect(failure.code).toBe('PROUIE_REMOTE_DENIED');
      const said = JSON.stringify([failure.message, failure.hint, failure.location, failure.stack]);
      for (const secret of Object.values(SECRETS)) expect(said).not.toContain(secret);
    } finally {
      await strict.stop();
    }
  });
});
