import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../../src/identity/canonical-json.ts';
import { digestOf } from '../../../src/identity/digest.ts';
import type { Json } from '../../../src/json.ts';
import { storePaths } from '../../../src/store/paths.ts';
import type { ResultRecord } from '../../../src/store/record.ts';
import { directoryList } from '../../../src/store/record-parser.ts';
import { fetchResult, previewResult } from '../../../src/store/remote/arrival.ts';
import { sendResult } from '../../../src/store/remote/delivery.ts';
import { DirectoryRemote } from '../../../src/store/remote/directory.ts';
import type { Line } from '../../../src/store/remote/line.ts';
import { listFiles, type Store } from '../../../src/store/store.ts';
import { failureOfAsync } from '../../failure.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { publishText, recordOf, textOutput } from '../results.ts';
import { temporaryStore } from '../temporary-store.ts';
import { lineTo, publishModel, wantedOf } from './shared-results.ts';

interface Shared {
  readonly store: Store;
  readonly line: Line;
  readonly record: ResultRecord;
  readonly other: Store;
  /** Where the record lies in the shared folder, and the content of a file of its model. */
  readonly recordFile: string;
  readonly weights: string;
}

/** A result that was pushed to a shared folder, and another store that has nothing of it. */
async function share(): Promise<Shared> {
  const folder = join(temporaryFolder(), 'shared');
  mkdirSync(folder);
  const line = lineTo(await DirectoryRemote.open(folder));
  const store = temporaryStore();
  const record = publishModel(store, 'a');
  await sendResult(line, store, record);
  const weights = record.outputs['model']!.files!.find(([path]) => path === 'weights.bin')![1];
  const recordFile = line.remote.recordPlace(record.key);
  for (const file of [recordFile, line.remote.blobPlace(weights)]) chmodSync(file, 0o644);
  return {
    store,
    line,
    record,
    other: temporaryStore(),
    recordFile,
    weights: line.remote.blobPlace(weights),
  };
}

describe('a result that arrives', () => {
  test('is whole, and reads back as it was', async () => {
    const { line, record, other } = await share();
    const arrival = await fetchResult(line, other, wantedOf(record));
    expect(arrival).toMatchObject({ state: 'whole', record });
    expect(other.isWhole(record)).toBe(true);
    other.publish(record);
    expect(other.readRecord(record.key)).toEqual(record);
    expect(readdirSync(storePaths.temporary(other.root))).toEqual([]);
  });

  test('brings only the content that is not there', async () => {
    const { line, record, other } = await share();
    textOutput(other, 'log of a');
    const arrival = await fetchResult(line, other, wantedOf(record));
    expect(arrival).toMatchObject({ state: 'whole' });
    expect(arrival.state === 'whole' && arrival.brought).toHaveLength(4);
    expect(await fetchResult(line, other, wantedOf(record))).toMatchObject({ brought: [] });
  });

  test('is only counted where somebody only asks', async () => {
    const { line, record, other } = await share();
    const arrival = await previewResult(line, other, wantedOf(record));
    expect(arrival.state === 'whole' && arrival.brought).toHaveLength(5);
    expect(listFiles(other.root)).toEqual([]);
  });

  test('is absent where nobody has it', async () => {
    const { line, other } = await share();
    expect(await fetchResult(line, other, wantedOf(recordOf('b', {})))).toEqual({ state: 'absent' });
  });

  test.each<[string, (shared: Shared) => void, 'record' | 'blob', string]>([
    [
      'a record that is cut off',
      ({ recordFile }) => truncateSync(recordFile, 100),
      'record',
      'it is cut off',
    ],
    ['an empty record', ({ recordFile }) => truncateSync(recordFile, 0), 'record', 'it is cut off'],
    [
      'a record of another key',
      ({ recordFile, store }) =>
        writeFileSync(recordFile, canonicalJson(publishText(store, 'b', 'b') as unknown as Json)),
      'record',
      'it is of another key',
    ],
    [
      'a record whose recipe was changed',
      ({ recordFile }) => edit(recordFile, '"params":{', '"params":{"x":1,'),
      'record',
      'its recipe has another key',
    ],
    [
      'a record of a newer version',
      ({ recordFile }) => edit(recordFile, '"schemaVersion":1', '"schemaVersion":2'),
      'record',
      'a newer version of prouie wrote it',
    ],
    [
      'a record with other outputs',
      ({ recordFile }) => edit(recordFile, '"log":{', '"lag":{'),
      'record',
      'its outputs are not those of its step',
    ],
    [
      'content with another byte',
      ({ weights }) => {
        const content = readFileSync(weights);
        content[50]! ^= 1;
        writeFileSync(weights, content);
      },
      'blob',
      'its content has the digest',
    ],
    ['content that is cut off', ({ weights }) => truncateSync(weights, 60), 'blob', 'it has 60 bytes'],
    [
      'content that is too long',
      ({ weights }) => writeFileSync(weights, Buffer.alloc(5_000_000)),
      'blob',
      'it is longer than the 100 bytes',
    ],
    ['no content', ({ weights }) => rmSync(weights), 'blob', 'it is not there'],
  ])('with %s is not taken, and its place is told', async (_what, damage, kind, why) => {
    const shared = await share();
    damage(shared);
    const { line, record, other, recordFile, weights } = shared;
    const arrival = await fetchResult(line, other, wantedOf(record));
    expect(arrival).toMatchObject({ state: 'refused', place: kind === 'record' ? recordFile : weights });
    expect(arrival.state === 'refused' && arrival.why).toContain(why);
    expect(other.hasWhole(digestOf(readFileOr(weights)), 100)).toBe(false);
    expect(readdirSync(storePaths.temporary(other.root))).toEqual([]);
  });

  test('with a file that would lie outside of its folder is not taken', async () => {
    const { line, record, other, recordFile } = await share();
    const files = record.outputs['model']!.files!.map(([path, ...rest]) => [`../${path}`, ...rest] as const);
    const model = { ...record.outputs['model']!, files, digest: digestOf(directoryList(files)) };
    const forged = { ...record, outputs: { ...record.outputs, model } };
    writeFileSync(recordFile, canonicalJson(forged as unknown as Json));
    expect(await fetchResult(line, other, wantedOf(record))).toMatchObject({
      state: 'refused',
      why: 'it names a file outside of its folder',
    });
  });

  test('is not disturbed by what a pusher that died left behind', async () => {
    const { line, record, other, recordFile, weights } = await share();
    writeFileSync(`${recordFile}.1234-0.tmp`, '{"half":');
    writeFileSync(join(line.remote.place, 'temporary', 'half'), 'half');
    writeFileSync(`${weights}.tmp`, 'half');
    expect(await fetchResult(line, other, wantedOf(record))).toMatchObject({ state: 'whole' });
  });
});

describe('a result that is sent', () => {
  test('again sends nothing, but mends what went missing there', async () => {
    const { line, record, store, other, weights } = await share();
    expect(await sendResult(line, store, record)).toEqual({ state: 'there', carried: [] });
    rmSync(weights);
    expect((await sendResult(line, store, record)).carried).toHaveLength(1);
    truncateSync(weights, 10);
    expect((await sendResult(line, store, record)).carried).toHaveLength(1);
    expect(await fetchResult(line, other, wantedOf(record))).toMatchObject({ state: 'whole' });
  });

  test('with other outputs than stand there leaves those', async () => {
    const { line, record, recordFile } = await share();
    const other = temporaryStore();
    const before = readFileSync(recordFile, 'utf8');
    expect(await sendResult(line, other, publishModel(other, 'a'))).toEqual({
      state: 'unequal',
      carried: [],
    });
    expect(readFileSync(recordFile, 'utf8')).toBe(before);
    expect(record.key).toBe(publishModel(other, 'a').key);
  });

  test('finds something else in its place, and says what', async () => {
    const { line, record, store, recordFile } = await share();
    writeFileSync(recordFile, 'no result');
    expect(await sendResult(line, store, record)).toMatchObject({
      state: 'blocked',
      why: `${recordFile}: it is cut off`,
    });
  });

  test('is not handed on where the own content is spoilt', async () => {
    const { line, store } = await share();
    const record = publishText(store, 'b', 'good');
    const digest = digestOf('good');
    chmodSync(store.blobPath(digest), 0o644);
    writeFileSync(store.blobPath(digest), 'evil');
    const failure = await failureOfAsync(() => sendResult(line, store, record));
    expect(failure).toMatchObject({
      code: 'PROUIE_BLOB_CORRUPT',
      location: { file: store.blobPath(digest) },
    });
    expect(await line.hasBlob(digest, 4)).toBe(false);
    expect(await line.readRecord(record.key)).toBeUndefined();
  });
});

test('whatever is pushed and pulled again is the same, to the byte', async () => {
  const name = fc.stringMatching(/^[a-z]{1,6}$/);
  const texts = fc.dictionary(name, fc.string({ unit: 'binary' }), { minKeys: 1, maxKeys: 3 });
  const results = fc.dictionary(name, texts, { minKeys: 1, maxKeys: 3 });
  await fc.assert(
    fc.asyncProperty(results, async (named) => {
      const folder = join(temporaryFolder(), 'shared');
      mkdirSync(folder);
      const line = lineTo(await DirectoryRemote.open(folder));
      const [one, two] = [temporaryStore(), temporaryStore()];
      const records = Object.entries(named).map(([title, outputs]) =>
        one.publish(
          recordOf(
            title,
            Object.fromEntries(Object.entries(outputs).map(([key, text]) => [key, textOutput(one, text)])),
          ),
        ),
      );
      await Promise.all(records.map((record) => sendResult(line, one, record)));
      for (const record of records) {
        const arrival = await fetchResult(line, two, wantedOf(record));
        if (arrival.state === 'whole') two.publish(arrival.record);
      }
      expect(contentsOf(two)).toEqual(contentsOf(one));
    }),
    { numRuns: 8 },
  );
});

function contentsOf(store: Store): Readonly<Record<string, string>> {
  return Object.fromEntries(
    listFiles(store.root).map((path) => [path, readFileSync(join(store.root, path)).toString('base64')]),
  );
}

function edit(file: string, from: string, to: string): void {
  const text = readFileSync(file, 'utf8');
  expect(text).toContain(from);
  writeFileSync(file, text.replace(from, to));
}

function readFileOr(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    return Buffer.alloc(0);
  }
}
