import { execFile } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { digestOf } from '../../../src/identity/digest.ts';
import { listRecords } from '../../../src/store/listing.ts';
import { fetchResult } from '../../../src/store/remote/arrival.ts';
import { sendResult } from '../../../src/store/remote/delivery.ts';
import { DirectoryRemote } from '../../../src/store/remote/directory.ts';
import { listFiles, Store } from '../../../src/store/store.ts';
import { failureOfAsync } from '../../failure.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { publishText } from '../results.ts';
import { temporaryStore } from '../temporary-store.ts';
import { lineTo, publishModel, wantedOf } from './shared-results.ts';

const never = new AbortController().signal;

function sharedFolder(mode = 0o755): string {
  const parent = temporaryFolder();
  chmodSync(parent, 0o755);
  const folder = join(parent, 'shared');
  mkdirSync(folder);
  chmodSync(folder, mode);
  return folder;
}

async function* pieces(...texts: readonly string[]): AsyncIterable<Uint8Array> {
  for (const text of texts) yield Buffer.from(text);
}

async function* brokenOff(): AsyncIterable<Uint8Array> {
  yield Buffer.from('the first half');
  throw new Error('the rest is gone');
}

describe('a shared directory', () => {
  test('is laid out as a store, which can read it as its own', async () => {
    const store = temporaryStore();
    const record = publishModel(store, 'a');
    const folder = sharedFolder();
    const delivery = await sendResult(lineTo(await DirectoryRemote.open(folder)), store, record);
    expect(delivery).toMatchObject({ state: 'sent' });
    expect(delivery.carried).toHaveLength(5);
    const same = new Store(folder);
    expect(same.readRecord(record.key)).toEqual(record);
    expect(same.isWhole(record)).toBe(true);
    for (const [digest] of delivery.carried) expect(same.verifyBlob(digest)).toBe(true);
    expect(readdirSync(join(folder, 'temporary'))).toEqual([]);
  });

  test('never replaces a record', async () => {
    const folder = sharedFolder();
    const remote = await DirectoryRemote.open(folder);
    const key = digestOf('key');
    expect(await remote.readRecord(key, never)).toBeUndefined();
    expect(await remote.publishRecord(key, 'first', never)).toBe(true);
    expect(await remote.publishRecord(key, 'second', never)).toBe(false);
    expect(await remote.readRecord(key, never)).toBe('first');
    expect(readdirSync(join(folder, 'temporary'))).toEqual([]);
  });

  test('shows nothing of content that was broken off', async () => {
    const folder = sharedFolder();
    const remote = await DirectoryRemote.open(folder);
    const digest = digestOf('whole');
    await expect(remote.writeBlob(digest, 30, brokenOff(), never)).rejects.toThrow('the rest is gone');
    expect(await remote.hasBlob(digest, 14)).toBe(false);
    expect(listFiles(folder)).toEqual([]);
  });

  test('gives all that is made in it the rights of its root, whatever the umask', async () => {
    const folder = sharedFolder(0o2775);
    const remote = await DirectoryRemote.open(folder);
    const digest = digestOf('content');
    const before = process.umask(0o077);
    try {
      await remote.writeBlob(digest, 7, pieces('con', 'tent'), never);
      await remote.publishRecord(digest, '{}', never);
    } finally {
      process.umask(before);
    }
    for (const path of ['blobs', 'records', 'temporary', join('blobs', digest.slice(0, 2))])
      expect((statSync(join(folder, path)).mode & 0o7777).toString(8)).toBe('2775');
    for (const path of [remote.blobPlace(digest), remote.recordPlace(digest)])
      expect((statSync(path).mode & 0o777).toString(8)).toBe('444');
    expect(readFileSync(remote.blobPlace(digest), 'utf8')).toBe('content');
  });

  test('that is not there is not made', async () => {
    const folder = join(temporaryFolder(), 'unmounted');
    expect(await failureOfAsync(() => DirectoryRemote.open(folder))).toMatchObject({
      code: 'PROUIE_REMOTE_MISSING',
      location: { file: folder },
    });
    expect(existsSync(folder)).toBe(false);
    writeFileSync(folder, '');
    expect((await failureOfAsync(() => DirectoryRemote.open(folder))).code).toBe('PROUIE_REMOTE_MISSING');
  });

  test('that vanishes is told of, and neither taken for empty nor made anew', async () => {
    const folder = sharedFolder();
    const remote = await DirectoryRemote.open(folder);
    await remote.writeBlob(digestOf('a'), 1, pieces('a'), never);
    rmSync(folder, { recursive: true });
    const digest = digestOf('b');
    for (const act of [
      () => remote.readRecord(digest, never),
      () => remote.readBlob(digest, never),
      () => remote.hasBlob(digest, 1),
      () => remote.writeBlob(digest, 1, pieces('b'), never),
    ])
      expect((await failureOfAsync(act)).code).toBe('PROUIE_REMOTE_MISSING');
    expect(existsSync(folder)).toBe(false);
  });

  test('that may only be read gives, and refuses to take', async () => {
    const folder = sharedFolder();
    const store = temporaryStore();
    const record = publishText(store, 'a', 'one');
    await sendResult(lineTo(await DirectoryRemote.open(folder)), store, record);
    const other = temporaryStore();
    const more = publishText(store, 'b', 'two');
    const failure = await withoutPrivileges(async () => {
      const line = lineTo(await DirectoryRemote.open(folder));
      return failureOfAsync(() => sendResult(line, store, more));
    });
    expect(failure.code).toBe('PROUIE_REMOTE_DENIED');
    const line = lineTo(await DirectoryRemote.open(folder));
    expect(await fetchResult(line, other, wantedOf(record))).toMatchObject({ state: 'whole' });
  });

  test('takes what several processes push at once, and each key has one of their results', async () => {
    const folder = sharedFolder();
    const script = join(temporaryFolder(), 'push.mjs');
    await build({
      entryPoints: [join(import.meta.dirname, 'push-keys.ts')],
      bundle: true,
      platform: 'node',
      format: 'esm',
      banner: {
        js: "import { createRequire } from 'node:module';const require = createRequire(import.meta.url);",
      },
      external: ['@aws-sdk/*'],
      outfile: script,
    });
    const endings = await Promise.all(
      ['a', 'b', 'c'].map((who) =>
        promisify(execFile)(process.execPath, [script, folder, join(temporaryFolder(), 'store'), who]),
      ),
    );
    const states = endings.map(({ stdout }) => JSON.parse(stdout) as { readonly [state: string]: number });
    expect(states.reduce((sum, { sent = 0 }) => sum + sent, 0)).toBe(40);
    expect(states.reduce((sum, { unequal = 0 }) => sum + unequal, 0)).toBe(80);
    const shared = new Store(folder);
    const records = listRecords(shared);
    expect(records.map(({ generation }) => generation)).toEqual(Array.from({ length: 40 }, () => 1));
    for (const { key } of records) expect(shared.isWhole(shared.readRecord(key)!)).toBe(true);
    expect(readdirSync(join(folder, 'temporary'))).toEqual([]);
  });
});

/** Root may write anywhere; as somebody else it meets the same refusals as everybody. */
async function withoutPrivileges<T>(act: () => Promise<T>): Promise<T> {
  const user = process.geteuid!();
  if (user !== 0) return act();
  process.seteuid!(65534);
  try {
    return await act();
  } finally {
    process.seteuid!(user);
  }
}
