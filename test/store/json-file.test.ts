import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readJsonFile } from '../../src/store/json-file.ts';
import { temporaryFolder, writeFiles } from '../temporary-folder.ts';

const hasNumber = ({ number }: { readonly number?: unknown }): boolean => typeof number === 'number';

describe('an object in a file', () => {
  test('is read where its parts are right', () => {
    const folder = temporaryFolder();
    writeFiles(folder, { whole: '{"number":1,"more":[]}' });
    expect(readJsonFile<{ number: number }>(join(folder, 'whole'), hasNumber)).toEqual({
      number: 1,
      more: [],
    });
  });

  test.each([
    ['no file', undefined],
    ['an empty one', ''],
    ['one that was cut off', '{"number":1,"mo'],
    ['another type of part', '{"number":"1"}'],
    ['a list', '[1]'],
    ['null', 'null'],
    ['a number', '1'],
  ])('is undefined for %s', (_what, content) => {
    const folder = temporaryFolder();
    if (content !== undefined) writeFiles(folder, { file: content });
    expect(readJsonFile<{ number: number }>(join(folder, 'file'), hasNumber)).toBeUndefined();
  });

  test('is undefined where a folder has its name', () => {
    expect(readJsonFile<{ number: number }>(temporaryFolder(), hasNumber)).toBeUndefined();
  });
});
