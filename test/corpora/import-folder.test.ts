import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { jsonLines } from '../cli/command-run.ts';
import { temporaryFolder, writeFiles } from '../temporary-folder.ts';
import { runData } from './data-run.ts';

const DATASET = 'broad_twitter_corpus';
const tweet = (name: string): string => `${name}\tB-PER\nsang\tO\n`;

/** Imports files of splits to `out`, or to another folder. */
async function importFiles(
  root: string,
  files: Readonly<Record<string, string>>,
  ...words: readonly string[]
) {
  writeFiles(root, Object.fromEntries(Object.entries(files).map(([split, text]) => [`from/${split}`, text])));
  const named = Object.keys(files).flatMap((split) => ['--split', `${split}=${split}`]);
  return runData(
    root,
    'import',
    DATASET,
    '--from',
    'from',
    '--format',
    'columns',
    '--out',
    'out',
    ...named,
    ...words,
  );
}
const textsOf = (path: string) => jsonLines(readFileSync(path, 'utf8')).map((row) => row['text']);

describe('the folder of an import', () => {
  test('that holds examples is refused, whichever split they are of', async () => {
    const root = temporaryFolder();
    await importFiles(root, { train: tweet('Ida'), val: tweet('Bo') });
    for (const split of ['test', 'train']) {
      const { error } = await importFiles(root, { [split]: tweet('Lu') });
      expect(error).toMatchObject({
        code: 'PROUIE_OUT_EXISTS',
        message: `${join(root, 'out')} holds examples already: train.jsonl, val.jsonl.`,
        hint: expect.stringContaining('--overwrite'),
      });
    }
    expect(readdirSync(join(root, 'out')).sort()).toEqual(['train.jsonl', 'val.jsonl']);
    expect(textsOf(join(root, 'out/train.jsonl'))).toEqual(['Ida sang']);
  });

  test('loses all of its splits with --overwrite, when the new ones are complete', async () => {
    const root = temporaryFolder();
    await importFiles(root, { train: tweet('Ida'), test: tweet('Bo') });
    writeFiles(root, { 'out/notes.md': 'mine' });
    const failed = await importFiles(root, { test: `${tweet('Lu')}\nbroken\n` }, '--overwrite');
    expect(failed.error).toMatchObject({ code: 'PROUIE_CORPUS_MALFORMED' });
    expect(readdirSync(join(root, 'out')).sort()).toEqual(['notes.md', 'test.jsonl', 'train.jsonl']);
    const { error } = await importFiles(root, { test: tweet('Lu') }, '--overwrite');
    expect(error).toBeUndefined();
    expect(readdirSync(join(root, 'out')).sort()).toEqual(['notes.md', 'test.jsonl']);
    expect(textsOf(join(root, 'out/test.jsonl'))).toEqual(['Lu sang']);
  });

  test('is refused for each data set of --all that is there, and the others are imported', async () => {
    const root = temporaryFolder();
    const rows = (type: string) =>
      JSON.stringify([{ sentence: 'Ida sang .', entities: [{ name: 'Ida', type }] }]);
    writeFiles(root, {
      'pack/NER/AnatEM/test.json': rows('anatomy'),
      'pack/NER/bc2gm/test.json': rows('gene'),
      'out/AnatEM/train.jsonl': '',
    });
    const words = ['import', '--all', '--from', 'pack', '--out', 'out'];
    const { code, stdout, stderr } = await runData(root, ...words);
    expect(code).toBe(1);
    expect(stdout).toBe('bc2gm\ttest\t1\tout/bc2gm/test.jsonl\n');
    expect(stderr).toMatch(/^AnatEM: FAILED: .*AnatEM holds examples already: train\.jsonl/m);
    expect((await runData(root, ...words, '--overwrite')).code).toBe(0);
    expect(readdirSync(join(root, 'out/AnatEM'))).toEqual(['test.jsonl']);
  });

  test('is no file, and lies in none', async () => {
    const root = temporaryFolder();
    writeFiles(root, { mine: 'text' });
    for (const out of ['mine', 'mine/inner/most']) {
      const { error } = await importFiles(root, { test: tweet('Lu') }, '--out', out);
      expect(error).toMatchObject({
        code: 'PROUIE_OUT_EXISTS',
        message: `${join(root, 'mine')} is a file; examples are written to a folder.`,
        hint: 'Name a folder with --out.',
      });
    }
    expect(readFileSync(join(root, 'mine'), 'utf8')).toBe('text');
  });

  test('is gone after a failed import with the folders that it was made in, and those that were there stay', async () => {
    const root = temporaryFolder();
    writeFiles(root, { 'mine/keep.txt': '' });
    const { error } = await importFiles(root, { test: 'broken\n' }, '--out', 'mine/new/out');
    expect(error).toMatchObject({ code: 'PROUIE_CORPUS_MALFORMED' });
    expect(readdirSync(join(root, 'mine'))).toEqual(['keep.txt']);
    await importFiles(root, { test: 'broken\n' });
    expect(existsSync(join(root, 'out'))).toBe(false);
  });
});
