import { mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { replaceFile } from '../../src/store/files.ts';
import { makeFolder } from '../../src/store/folders.ts';
import { failureOf } from '../failure.ts';
import { temporaryFolder } from '../temporary-folder.ts';

describe('making a folder', () => {
  test('makes those above it too, and tells the topmost that was missing', () => {
    const here = temporaryFolder();
    expect(makeFolder(join(here, 'a/b/c'))).toBe(join(here, 'a'));
    expect(statSync(join(here, 'a/b/c')).isDirectory()).toBe(true);
    expect(makeFolder(join(here, 'a/b/d'))).toBe(join(here, 'a/b/d'));
  });

  test('leaves one that is there as it is', () => {
    const here = temporaryFolder();
    writeFileSync(join(here, 'kept'), '');
    expect(makeFolder(here)).toBeUndefined();
    expect(readdirSync(here)).toEqual(['kept']);
  });

  test('takes a link to a folder for a folder', () => {
    const here = temporaryFolder();
    mkdirSync(join(here, 'large-disk'));
    symlinkSync('large-disk', join(here, 'store'));
    expect(makeFolder(join(here, 'store'))).toBeUndefined();
    makeFolder(join(here, 'store/blobs'));
    expect(readdirSync(join(here, 'large-disk'))).toEqual(['blobs']);
  });

  test('fails where a file, or a link that leads nowhere, is in its place', () => {
    const here = temporaryFolder();
    writeFileSync(join(here, 'file'), '');
    symlinkSync('gone', join(here, 'link'));
    expect(() => makeFolder(join(here, 'file'))).toThrow(/EEXIST/);
    expect(() => makeFolder(join(here, 'file/below'))).toThrow(/ENOTDIR/);
    expect(() => makeFolder(join(here, 'link/below'))).toThrow(/EEXIST/);
    expect(readdirSync(here)).toEqual(['file', 'link']);
  });

  test('with a file in its place is a failure in words for who writes into it', () => {
    const here = temporaryFolder();
    writeFileSync(join(here, 'records'), '');
    const path = join(here, 'records', 'one.json');
    expect(failureOf(() => replaceFile(path, '{}'))).toMatchObject({
      code: 'PROUIE_STORE_PATH',
      message: `Cannot write ${path}: something that is no folder is in its way.`,
    });
  });
});
