import { execFile } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { digestOf } from '../../src/identity/digest.ts';
import { listRecords } from '../../src/store/listing.ts';
import { storePaths } from '../../src/store/paths.ts';
import { listFiles, Store } from '../../src/store/store.ts';
import { failureOf } from '../failure.ts';
import { temporaryFolder, writeFiles } from '../temporary-folder.ts';
import { publishText, recordOf, textOutput } from './results.ts';
import { temporaryStore } from './temporary-store.ts';

describe('content', () => {
  test('lies under its digest, read-only, once', () => {
    const store = temporaryStore();
    const { digest, size } = store.writeBlob('naïve');
    expect([digest, size]).toEqual([digestOf('naïve'), 6]);
    expect(store.blobPath(digest)).toBe(join(store.root, 'blobs', digest.slice(0, 2), digest.slice(2)));
    expect(statSync(store.blobPath(digest)).mode & 0o777).toBe(0o444);
    const before = statSync(store.blobPath(digest)).ino;
    expect(store.writeBlob(Buffer.from('naïve'))).toEqual({ digest, size });
    expect(statSync(store.blobPath(digest)).ino).toBe(before);
    expect(readdirSync(storePaths.temporary(store.root))).toEqual([]);
  });

  test('of a file that moves in is gone where it was, and read-only where it is', () => {
    const store = temporaryStore();
    const file = join(temporaryFolder(), 'weights.bin');
    for (const content of ['first', 'first', 'second']) {
      writeFileSync(file, content, { mode: 0o600 });
      const { digest } = store.adoptFile(file);
      expect(store.readBlob(digest).toString()).toBe(content);
      expect(statSync(store.blobPath(digest)).mode & 0o777).toBe(0o444);
      expect(existsSync(file)).toBe(false);
    }
  });

  test('of a link that moves in is a copy, and what it led to stays', () => {
    const store = temporaryStore();
    const folder = temporaryFolder();
    const [file, link] = [join(folder, 'file'), join(folder, 'link')];
    writeFileSync(file, 'shared');
    symlinkSync(file, link);
    const { digest } = store.adoptFile(link);
    writeFileSync(file, 'edited');
    expect(store.readBlob(digest).toString()).toBe('shared');
    expect(existsSync(link)).toBe(false);
  });

  test('that a crash cut off is written again', () => {
    const store = temporaryStore();
    const { digest } = store.writeBlob('whole content');
    chmodSync(store.blobPath(digest), 0o644);
    truncateSync(store.blobPath(digest), 5);
    store.writeBlob('whole content');
    expect(store.verifyBlob(digest)).toBe(true);
  });

  test('that is missing is told by the start of its digest', () => {
    expect(failureOf(() => temporaryStore().readBlob(digestOf('none')))).toMatchObject({
      code: 'PROUIE_BLOB_MISSING',
      message: `The store has no content ${digestOf('none').slice(0, 12)}….`,
    });
  });

  test('that is set aside is no longer there, and kept for a look', () => {
    const store = temporaryStore();
    const { digest } = store.writeBlob('broken');
    const aside = store.setAside(store.blobPath(digest));
    expect(store.hasBlob(digest)).toBe(false);
    expect(readFileSync(aside, 'utf8')).toBe('broken');
    expect(aside.startsWith(storePaths.setAside(store.root))).toBe(true);
  });
});

describe('a directory', () => {
  const FILES = { 'b.txt': 'b', 'a/c.txt': 'c', 'a.txt': 'a', 'run.sh': '#!/bin/sh' };

  function folderWith(files: Readonly<Record<string, string>>): string {
    const folder = join(temporaryFolder(), 'model');
    mkdirSync(folder);
    writeFiles(folder, files);
    return folder;
  }

  test('moves in as a list of files, sorted by code units, with their permission to be run', () => {
    const store = temporaryStore();
    const folder = folderWith(FILES);
    chmodSync(join(folder, 'run.sh'), 0o700);
    const output = store.adoptDirectory(folder);
    expect(output).toMatchObject({ kind: 'directory', size: 12 });
    expect(output.files!.map(([path, , mode, size]) => [path, mode.toString(8), size])).toEqual([
      ['a.txt', '644', 1],
      ['a/c.txt', '644', 1],
      ['b.txt', '644', 1],
      ['run.sh', '755', 9],
    ]);
    expect(store.readBlob(output.files![1]![1]).toString()).toBe('c');
    expect(listFiles(folder)).toEqual([]);
    expect(store.isWhole(recordOf('model', { output }))).toBe(true);
  });

  test('has a digest that paths, contents and the permission to run make, and nothing else', () => {
    const store = temporaryStore();
    const digest = (
      files: Readonly<Record<string, string>>,
      modes: Readonly<Record<string, number>> = {},
    ) => {
      const folder = folderWith(files);
      for (const [path, mode] of Object.entries(modes)) chmodSync(join(folder, path), mode);
      return store.adoptDirectory(folder).digest;
    };
    const turned = Object.fromEntries(Object.entries(FILES).reverse());
    expect(digest(turned, { 'b.txt': 0o600 })).toBe(digest(FILES));
    const others = [
      digest(FILES),
      digest(FILES, { 'run.sh': 0o755 }),
      digest({ ...FILES, 'b.txt': 'B' }),
      digest({ 'b.txt': 'b', 'a/d.txt': 'c', 'a.txt': 'a', 'run.sh': '#!/bin/sh' }),
      digest({ ...FILES, more: '' }),
      digest({}),
    ];
    expect(new Set(others).size).toBe(others.length);
  });

  test('of which one file is missing is not whole', () => {
    const store = temporaryStore();
    const output = store.adoptDirectory(folderWith(FILES));
    store.setAside(store.blobPath(output.files![2]![1]));
    expect(store.isWhole(recordOf('model', { output }))).toBe(false);
  });
});

describe('a result', () => {
  test('is there once it is published, and reads back as it was', () => {
    const store = temporaryStore();
    expect(store.readRecord(recordOf('a', {}).key)).toBeUndefined();
    const record = publishText(store, 'a', 'one');
    expect(store.readRecord(record.key)).toEqual(record);
  });

  test('that comes first wins, and another one with other outputs is kept beside it', () => {
    const store = temporaryStore();
    const first = publishText(store, 'a', 'one');
    expect(publishText(store, 'a', 'two').outputs).toEqual(first.outputs);
    publishText(store, 'a', 'three');
    expect(store.readRecord(first.key)).toEqual(first);
    const texts = listRecords(store).map(({ path, generation }) => {
      const { outputs } = JSON.parse(readFileSync(path, 'utf8')) as typeof first;
      return [generation, store.readBlob(outputs['out']!.digest).toString()];
    });
    expect(texts).toEqual([
      [1, 'one'],
      [2, 'two'],
      [3, 'three'],
    ]);
  });

  test('that comes again with equal outputs leaves no other generation', () => {
    const store = temporaryStore();
    const outputs = { b: textOutput(store, 'x'), a: textOutput(store, 'y') };
    store.publish(recordOf('a', outputs));
    store.publish(recordOf('a', { a: outputs.a, b: outputs.b }));
    expect(listRecords(store)).toHaveLength(1);
  });

  test.each([
    ['cut off', (text: string) => text.slice(0, text.length / 2)],
    ['empty', () => ''],
    ['of another key', (text: string) => text.replace(/"key":"[0-9a-f]{4}/, '"key":"0000')],
    ['of an older version', (text: string) => text.replace('"schemaVersion":1', '"schemaVersion":0')],
    ['no object', () => 'null'],
  ])('whose record is %s counts as none, and a new one takes its place', (_how, damage) => {
    const store = temporaryStore();
    const record = publishText(store, 'a', 'one');
    const path = storePaths.record(store.root, record.key);
    const damaged = damage(readFileSync(path, 'utf8'));
    writeFileSync(path, damaged);
    expect(store.readRecord(record.key)).toBeUndefined();
    publishText(store, 'a', 'two');
    expect(store.readRecord(record.key)!.outputs['out']!.digest).toBe(digestOf('two'));
    const [aside] = readdirSync(storePaths.setAside(store.root));
    expect(readFileSync(join(storePaths.setAside(store.root), aside!), 'utf8')).toBe(damaged);
  });

  test('whose record is of a newer version is refused, and stays', () => {
    const store = temporaryStore();
    const record = publishText(store, 'a', 'one');
    const path = storePaths.record(store.root, record.key);
    const newer = readFileSync(path, 'utf8').replace('"schemaVersion":1', '"schemaVersion":2');
    writeFileSync(path, newer);
    expect(failureOf(() => publishText(store, 'a', 'two'))).toMatchObject({
      code: 'PROUIE_STORE_NEWER',
      location: { file: path },
    });
    expect(readFileSync(path, 'utf8')).toBe(newer);
  });

  test.each([
    ['an output has another size', (text: string) => text.replace('"size":3', '"size":4')],
    ['an output is of no known kind', (text: string) => text.replace('"kind":"text"', '"kind":"tuxt"')],
    ['a parameter is another', (text: string) => text.replace('"params":{', '"params":{"x":1,')],
    ['the seed is another', (text: string) => text.replace('"seed":null', '"seed":7')],
  ])('whose record was damaged so that %s gives way to a new one', (_how, damage) => {
    const store = temporaryStore();
    const record = publishText(store, 'a', 'one');
    const path = storePaths.record(store.root, record.key);
    const sound = readFileSync(path, 'utf8');
    const damaged = damage(sound);
    expect(damaged).not.toBe(sound);
    writeFileSync(path, damaged);
    publishText(store, 'a', 'one');
    expect(readFileSync(path, 'utf8')).toBe(sound);
  });

  test('whose content is gone gives way to a new one', () => {
    const store = temporaryStore();
    const record = publishText(store, 'a', 'one');
    store.setAside(store.blobPath(digestOf('one')));
    expect(store.isWhole(record)).toBe(false);
    expect(publishText(store, 'a', 'two').outputs['out']!.digest).toBe(digestOf('two'));
    expect(store.readRecord(record.key)!.outputs['out']!.digest).toBe(digestOf('two'));
  });

  test('of one key is published by several processes at once, and one of them wins', async () => {
    const store = temporaryStore();
    const script = join(temporaryFolder(), 'publish.mjs');
    await build({
      entryPoints: [join(import.meta.dirname, 'publish-keys.ts')],
      bundle: true,
      platform: 'node',
      format: 'esm',
      outfile: script,
    });
    await Promise.all(
      ['a', 'b', 'c'].map((who) => promisify(execFile)(process.execPath, [script, store.root, who])),
    );
    const records = listRecords(store);
    expect(records.map(({ generation }) => generation)).toEqual(
      Array.from({ length: 40 }, () => [1, 2, 3]).flat(),
    );
    for (const { key } of records) expect(store.isWhole(store.readRecord(key)!)).toBe(true);
    expect(readdirSync(storePaths.temporary(store.root))).toEqual([]);
    expect(listFiles(join(store.root, 'records')).filter((name) => !name.endsWith('.json'))).toEqual([]);
  });
});

describe('a place that cannot hold a store', () => {
  test('because a part of its path is a file is told so', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'file'), '');
    expect(failureOf(() => new Store(join(folder, 'file', 'store')).prepare()).code).toBe(
      'PROUIE_STORE_PATH',
    );
  });

  test('because it may not be written is told so', () => {
    const folder = join(temporaryFolder(), 'closed');
    mkdirSync(folder, { mode: 0o555 });
    const failure = withoutPrivileges(() => failureOf(() => new Store(join(folder, 'store')).prepare()));
    expect(failure.code).toBe('PROUIE_STORE_READ_ONLY');
  });
});

/** Root may write anywhere; as somebody else it meets the same refusals as everybody. */
function withoutPrivileges<T>(act: () => T): T {
  const user = process.geteuid!();
  if (user !== 0) return act();
  process.seteuid!(65534);
  try {
    return act();
  } finally {
    process.seteuid!(user);
  }
}
