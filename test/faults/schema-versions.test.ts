import { chmodSync, cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Caller, pipelines, prouie, run } from '../end-to-end/prouie.ts';
import { digestsIn, recordOf, treeOf } from '../end-to-end/store-files.ts';
import { temporaryFolder } from '../end-to-end/temporary-folder.ts';
import { tally } from './tally.ts';

const pipeline = join(pipelines, 'parcels.ts');
const flags = ['--pipeline', pipeline, '--set', 'bytes=64', '--set', 'count=3'];
let filled: string;

beforeAll(async () => {
  filled = temporaryFolder();
  await run({ cwd: filled }, ...flags);
});

describe('a store of a newer version', () => {
  const record = (store: string): string => recordOf(store, pipeline, 'parcel/1');
  const state = (store: string): string => join(store, 'nodes/parcels/quick.json');
  test.each([
    ['record', 'run', flags, record],
    ['record', 'status', flags, record],
    ['record', 'why', ['parcel/1', ...flags], record],
    ['record', 'gc', ['--apply'], record],
    ['record', 'verify', [], record],
    ['state', 'run', flags, state],
    ['state', 'status', flags, state],
    ['state', 'gc', ['--apply'], state],
  ])('(its %s) is refused by `%s`, and nothing in it is touched', async (_what, command, words, file) => {
    const { caller, store } = filledStore();
    writeVersion(file(store), 2);
    const before = treeOf(store);
    const { code, stderr } = await prouie(caller, command, ...words);
    expect(stderr).toContain('PROUIE_STORE_NEWER');
    expect(stderr).toContain('Update prouie');
    expect(code).toBe(2);
    expect(treeOf(store)).toEqual(before);
    tally('a newer version', true);
  });
});

describe('a record of an older version', () => {
  test('is set aside, and its node made again', async () => {
    const { caller, store } = filledStore();
    const before = digestsIn(store, pipeline);
    writeVersion(recordOf(store, pipeline, 'parcel/1'), 0);
    expect((await run(caller, ...flags)).made).toEqual(['parcel/1']);
    expect(digestsIn(store, pipeline)).toEqual(before);
    expect(readdirSync(join(store, 'set-aside'))).toHaveLength(1);
    expect((await prouie(caller, 'verify')).code).toBe(0);
    tally('an older version', true);
  });
});

function filledStore(): { readonly caller: Caller; readonly store: string } {
  const cwd = temporaryFolder();
  cpSync(filled, cwd, { recursive: true });
  return { caller: { cwd }, store: join(cwd, '.prouie') };
}

function writeVersion(path: string, version: number): void {
  const text = readFileSync(path, 'utf8').replace('"schemaVersion":1', `"schemaVersion":${version}`);
  chmodSync(path, 0o644);
  writeFileSync(path, text);
}
