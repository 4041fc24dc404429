import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { digestOf } from '../../src/identity/digest.ts';
import { storePaths } from '../../src/store/paths.ts';
import { verifyStore } from '../../src/store/verify.ts';
import { temporaryFolder, writeFiles } from '../temporary-folder.ts';
import { publishText, recordOf } from './results.ts';
import { temporaryStore } from './temporary-store.ts';

function overwrite(path: string, content: string): void {
  chmodSync(path, 0o644);
  writeFileSync(path, content);
}

describe('a check of a store', () => {
  test('finds nothing where all is whole, and counts what it read', () => {
    const store = temporaryStore();
    publishText(store, 'a', 'one');
    publishText(store, 'b', 'three');
    const folder = temporaryFolder();
    writeFiles(folder, { x: 'x', 'y/z': 'z' });
    store.publish(recordOf('c', { model: store.adoptDirectory(folder) }));
    const seen: number[] = [];
    expect(verifyStore(store, (done) => seen.push(done))).toMatchObject({
      blobs: 5,
      records: 3,
      broken: [],
      incomplete: [],
      unequal: [],
    });
    expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  test('passes over what another process takes away meanwhile', () => {
    const store = temporaryStore();
    const { key } = publishText(store, 'a', 'one');
    publishText(store, 'b', 'three');
    const takeAway = (done: number): void => {
      if (done === 1)
        for (const text of ['one', 'three']) rmSync(store.blobPath(digestOf(text)), { force: true });
      if (done === 2) rmSync(storePaths.record(store.root, key), { force: true });
    };
    const { broken, incomplete } = verifyStore(store, takeAway);
    expect(broken).toEqual([]);
    expect(incomplete).toHaveLength(1);
  });

  test('of an empty store finds nothing', () => {
    expect(verifyStore(temporaryStore())).toMatchObject({ blobs: 0, records: 0, broken: [] });
  });

  test.each([
    ['of the same size', 'owe'],
    ['cut off', 'o'],
    ['emptied', ''],
  ])('sets content aside that was changed (%s), and names the results that miss it', (_how, content) => {
    const store = temporaryStore();
    const { key } = publishText(store, 'a', 'one');
    publishText(store, 'b', 'other');
    overwrite(store.blobPath(digestOf('one')), content);
    const { broken, incomplete } = verifyStore(store);
    expect(broken).toEqual([
      {
        kind: 'blob',
        name: digestOf('one'),
        why: `its content has the digest ${digestOf(content)}`,
        setAside: broken[0]!.setAside,
      },
    ]);
    expect(readFileSync(broken[0]!.setAside, 'utf8')).toBe(content);
    expect(store.hasBlob(digestOf('one'))).toBe(false);
    expect(incomplete).toEqual([{ key, missing: [digestOf('one')] }]);
  });

  test('sets aside a file of a directory that was changed, and leaves the others', () => {
    const store = temporaryStore();
    const folder = temporaryFolder();
    writeFiles(folder, { x: 'x', y: 'y' });
    const { key } = store.publish(recordOf('model', { model: store.adoptDirectory(folder) }));
    overwrite(store.blobPath(digestOf('y')), 'Y');
    expect(verifyStore(store).incomplete).toEqual([{ key, missing: [digestOf('y')] }]);
    expect(store.hasBlob(digestOf('x'))).toBe(true);
  });

  test.each([
    ['is cut off', (text: string) => text.slice(0, -20), 'it is cut off'],
    [
      'has another parameter',
      (text: string) => text.replace('"name":"a"', '"name":"b"'),
      'its recipe has another key',
    ],
    ['has no recipe', (text: string) => text.replace('"recipe"', '"receipt"'), 'its recipe has another key'],
    [
      'has no digests',
      (text: string) => text.replace('"digest":"', '"digest":"x'),
      'its outputs cannot be read',
    ],
  ])('sets a record aside that %s', (_how, damage, why) => {
    const store = temporaryStore();
    const { key } = publishText(store, 'a', 'one');
    const path = storePaths.record(store.root, key);
    overwrite(path, damage(readFileSync(path, 'utf8')));
    const { broken, incomplete } = verifyStore(store);
    expect(broken).toMatchObject([{ kind: 'record', name: key, why }]);
    expect(incomplete).toEqual([]);
    expect(existsSync(path)).toBe(false);
    expect(verifyStore(store).broken).toEqual([]);
  });

  test('tells keys whose results differ, with the outputs that do', () => {
    const store = temporaryStore();
    const same = { kind: 'text', ...store.writeBlob('same') } as const;
    for (const text of ['one', 'two', 'three']) {
      store.publish(recordOf('a', { same, other: { kind: 'text', ...store.writeBlob(text) } }));
    }
    publishText(store, 'b', 'alone');
    expect(verifyStore(store)).toMatchObject({
      records: 4,
      broken: [],
      unequal: [{ key: recordOf('a', {}).key, generations: 3, outputs: ['other'] }],
    });
  });
});
