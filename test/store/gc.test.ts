import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { digestOf } from '../../src/identity/digest.ts';
import { findGarbage, type Garbage, type Reached, removeGarbage, type Use } from '../../src/store/gc.ts';
import { listBlobs, listRecords } from '../../src/store/listing.ts';
import { storePaths } from '../../src/store/paths.ts';
import type { Store } from '../../src/store/store.ts';
import { verifyStore } from '../../src/store/verify.ts';
import { temporaryFolder, writeFiles } from '../temporary-folder.ts';
import { publishText, recordOf, textOutput } from './results.ts';
import { temporaryStore } from './temporary-store.ts';

const NOBODY: Use = { isAttemptAlive: () => false, isProcessAlive: () => false };

function reached(keys: readonly string[], blobs: readonly string[] = []): Reached {
  return { keys: new Set(keys), blobs: new Set(blobs) };
}

function garbageOf(store: Store, roots: Reached, use: Use = NOBODY): readonly string[] {
  return findGarbage(store, roots, use).garbage.map(({ kind, path }) => `${kind} ${path}`);
}

function collect(store: Store, roots: Reached): readonly Garbage[] {
  return removeGarbage(store, findGarbage(store, roots, NOBODY).garbage, () => true);
}

function blobName(text: string): string {
  const digest = digestOf(text);
  return `blob blobs/${digest.slice(0, 2)}/${digest.slice(2)}`;
}

describe('garbage', () => {
  test('is what no key reaches: records, their content, and attempts at them', () => {
    const store = temporaryStore();
    const kept = publishText(store, 'kept', 'one');
    const old = publishText(store, 'old', 'two');
    for (const { key } of [kept, old])
      writeFiles(storePaths.attempt(store.root, key, 1), { 'log.txt': 'log' });
    expect(garbageOf(store, reached([kept.key]))).toEqual([
      `record records/${old.key.slice(0, 2)}/${old.key.slice(2)}.json`,
      `work work/${old.key}`,
      blobName('two'),
    ]);
    expect(findGarbage(store, reached([kept.key]), NOBODY)).toMatchObject({
      kept: { records: 1, blobs: 1, bytes: 3 },
    });
    expect(store.readRecord(old.key)).toBeDefined();
  });

  test('is a job on a cluster when all attempts that it carried out are gone, or go now', () => {
    const store = temporaryStore();
    const kept = publishText(store, 'kept', 'one');
    const attempt = (key: string): string => storePaths.attempt(store.root, key, 1);
    writeFiles(attempt(kept.key), { 'log.txt': 'log' });
    writeFiles(attempt('old'), { 'log.txt': 'log' });
    const jobs = { shared: [attempt(kept.key), attempt('old')], past: [attempt('old'), attempt('older')] };
    for (const [name, folders] of Object.entries(jobs))
      writeFiles(storePaths.job(store.root, name), {
        'intent.json': JSON.stringify({ attempts: folders.map((folder) => ({ folder })) }),
      });
    writeFiles(storePaths.job(store.root, 'coming'), { 'job.sh': '' });
    expect(garbageOf(store, reached([kept.key]))).toEqual(['work work/old', 'work jobs/past']);
  });

  test('is not content that a kept result shares, nor content that is named itself', () => {
    const store = temporaryStore();
    const kept = publishText(store, 'kept', 'shared');
    publishText(store, 'old', 'shared');
    store.writeBlob('named');
    store.writeBlob('loose');
    collect(store, reached([kept.key], [digestOf('named')]));
    expect(listBlobs(store)).toEqual([digestOf('named'), digestOf('shared')].sort());
  });

  test('is not any file of a directory that is kept, nor its list', () => {
    const store = temporaryStore();
    const folder = temporaryFolder();
    writeFiles(folder, { x: 'x', 'y/z': 'z' });
    const { key } = store.publish(recordOf('model', { model: store.adoptDirectory(folder) }));
    expect(garbageOf(store, reached([key]))).toEqual([]);
  });

  test('is not any generation of a kept key', () => {
    const store = temporaryStore();
    const { key } = publishText(store, 'a', 'one');
    publishText(store, 'a', 'two');
    expect(garbageOf(store, reached([key]))).toEqual([]);
    expect(garbageOf(store, reached([])).filter((item) => item.startsWith('record'))).toHaveLength(2);
  });

  test('is not the result that was accepted for a kept key, however long ago', () => {
    const store = temporaryStore();
    const out = textOutput(store, 'one');
    const first = store.publish(recordOf('first', { out }));
    const second = store.publish(recordOf('second', { out }, { from: first.key, because: 'renamed' }));
    const third = store.publish(recordOf('third', { out }, { from: second.key, because: 'renamed again' }));
    expect(garbageOf(store, reached([third.key]))).toEqual([]);
  });

  test('is not the folder of an attempt that is at work', () => {
    const store = temporaryStore();
    const alive = storePaths.attempt(store.root, 'a'.repeat(64), 2);
    for (const attempt of [1, 2]) {
      writeFiles(storePaths.attempt(store.root, 'a'.repeat(64), attempt), { 'log.txt': '' });
    }
    const use = { ...NOBODY, isAttemptAlive: (folder: string) => folder === alive };
    expect(garbageOf(store, reached([]), use)).toEqual([]);
    expect(garbageOf(store, reached([]))).toEqual([`work work/${'a'.repeat(64)}`]);
  });

  test('are files of processes that are gone, wherever they lie', () => {
    const store = temporaryStore();
    writeFiles(store.root, {
      'temporary/blob.11-0.tmp': '',
      'temporary/blob.22-0.tmp': '',
      'temporary/run-20260101T000000-11.alive': '',
      'temporary/run-20260101T000000-22.alive': '',
      'temporary/clock-11': '',
      'records/ab/cd.json.11-3.tmp': '',
      'nodes/prouie/quick.json.22-3.tmp': '',
      'nodes/prouie/quick.json': '{}',
    });
    const use = { ...NOBODY, isProcessAlive: (pid: number) => pid === 22 };
    expect(garbageOf(store, reached([]), use)).toEqual([
      'temporary temporary/blob.11-0.tmp',
      'temporary temporary/clock-11',
      'temporary temporary/run-20260101T000000-11.alive',
      'temporary records/ab/cd.json.11-3.tmp',
    ]);
  });

  test('are files that were set aside', () => {
    const store = temporaryStore();
    store.setAside(store.blobPath(store.writeBlob('broken').digest));
    expect(garbageOf(store, reached([]))).toEqual([expect.stringMatching(/^set-aside set-aside\/blobs_/)]);
  });

  test('of a store that is not there yet is none', () => {
    const store = temporaryStore();
    expect(findGarbage(store, reached(['a'.repeat(64)]), NOBODY)).toEqual({
      garbage: [],
      kept: { records: 0, blobs: 0, bytes: 0 },
    });
  });
});

describe('removing garbage', () => {
  test('stops when it is told to, with records gone before their content', () => {
    const store = temporaryStore();
    publishText(store, 'old', 'two');
    const { garbage } = findGarbage(store, reached([]), NOBODY);
    const removed = removeGarbage(store, garbage, ({ kind }) => kind !== 'blob');
    expect(removed.map(({ kind }) => kind)).toEqual(['record']);
    expect(listRecords(store)).toEqual([]);
    expect(store.hasBlob(digestOf('two'))).toBe(true);
  });

  test('leaves every kept result whole, takes all else, and finds nothing the second time', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    const anyResult = fc.record({
      name: fc.constantFrom(...names),
      text: fc.constantFrom('one', 'two', 'three', 'four'),
      from: fc.option(fc.constantFrom(...names)),
    });
    fc.assert(
      fc.property(fc.array(anyResult, { maxLength: 10 }), fc.subarray(names), (results, keptNames) => {
        const store = temporaryStore();
        for (const { name, text, from } of results) {
          const accepted = from === null ? undefined : { from: recordOf(from, {}).key, because: 'a test' };
          store.publish(recordOf(name, { out: textOutput(store, text) }, accepted));
        }
        const roots = reached(keptNames.map((name) => recordOf(name, {}).key));
        const before = new Set(listRecords(store).map(({ key }) => key));
        const removed = collect(store, roots);
        for (const { path } of removed) expect(existsSync(join(store.root, path))).toBe(false);
        const after = new Set(listRecords(store).map(({ key }) => key));
        for (const key of roots.keys) expect(after.has(key)).toBe(before.has(key));
        expect(verifyStore(store)).toMatchObject({ broken: [], incomplete: [] });
        expect(collect(store, roots)).toEqual([]);
        expect(readdirSync(storePaths.temporary(store.root))).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });
});
