import { renameSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { digestOf } from '../../src/identity/digest.ts';
import { FileMemory, isSettled } from '../../src/identity/file-memory.ts';
import { temporaryFolder } from '../temporary-folder.ts';

/** A clock that makes every file old enough for its stamp to count. */
const LATER = (): number => Date.now() + 60_000;

/** Writes other content of the same size and sets the time of the last change back, until the file system notices. */
function editInSecret(path: string, content: string): void {
  const before = statSync(path);
  do {
    writeFileSync(path, content);
    utimesSync(path, before.atime, before.mtime);
  } while (statSync(path).ctimeMs === before.ctimeMs);
  expect(statSync(path)).toMatchObject({ size: before.size, ino: before.ino });
  expect(statSync(path).mtime).toEqual(before.mtime);
}

describe('a remembered digest', () => {
  test('is used while the file is left alone', () => {
    const path = join(temporaryFolder(), 'corpus.jsonl');
    writeFileSync(path, 'first');
    const memory = new FileMemory(new Map(), LATER);
    expect(memory.digest(path)).toBe(digestOf('first'));
    memory.changed = false;
    expect(memory.digest(path)).toBe(digestOf('first'));
    expect(memory.changed).toBe(false);
  });

  test('is not used after an edit that keeps size and time of the last change', () => {
    const path = join(temporaryFolder(), 'corpus.jsonl');
    writeFileSync(path, 'first');
    utimesSync(path, 1_700_000_000, 1_700_000_000);
    const memory = new FileMemory(new Map(), LATER);
    expect(memory.digest(path)).toBe(digestOf('first'));
    editInSecret(path, 'other');
    expect(memory.digest(path)).toBe(digestOf('other'));
  });

  test('is not used for another file that took its place', () => {
    const folder = temporaryFolder();
    const [path, other] = [join(folder, 'a'), join(folder, 'b')];
    for (const [file, content] of [
      [path, 'first'],
      [other, 'other'],
    ] as const) {
      writeFileSync(file, content);
      utimesSync(file, 1_700_000_000, 1_700_000_000);
    }
    const memory = new FileMemory(new Map(), LATER);
    expect(memory.digest(path)).toBe(digestOf('first'));
    renameSync(other, path);
    expect(memory.digest(path)).toBe(digestOf('other'));
  });

  test('is not used while the file is so young that its stamp proves nothing', () => {
    const path = join(temporaryFolder(), 'corpus.jsonl');
    writeFileSync(path, 'first');
    const memory = new FileMemory();
    memory.digest(path);
    memory.changed = false;
    memory.digest(path);
    expect(memory.changed).toBe(true);
    expect(isSettled([5, 1000, 4000, 1], 5999)).toBe(false);
    expect(isSettled([5, 1000, 4000, 1], 6000)).toBe(true);
  });

  test('survives being written down, and a memory that was cut off is only a slower start', () => {
    const folder = temporaryFolder();
    const [path, saved] = [join(folder, 'corpus.jsonl'), join(folder, 'files.json')];
    writeFileSync(path, 'first');
    const memory = new FileMemory(new Map(), LATER);
    memory.digest(path);
    writeFileSync(saved, memory.serialise());
    const loaded = FileMemory.load(saved);
    expect(loaded.digest(path)).toBe(digestOf('first'));
    expect(loaded.changed).toBe(false);
    writeFileSync(saved, memory.serialise().slice(0, -10));
    expect(FileMemory.load(saved).digest(path)).toBe(digestOf('first'));
    expect(FileMemory.load(join(folder, 'none.json')).digest(path)).toBe(digestOf('first'));
  });

  test('is none where there is no file', () => {
    expect(new FileMemory().digest(join(temporaryFolder(), 'none'))).toBeUndefined();
  });
});
