import {
  chmodSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Caller, pipelines, prouie, run, status } from './prouie.ts';
import { blobOf, digestsIn, recordOf } from './store-files.ts';
import { temporaryFolder } from './temporary-folder.ts';

const pipeline = join(pipelines, 'parcels.ts');
const flags = ['--pipeline', pipeline, '--set', 'bytes=64', '--set', 'count=3'];

let filled: string;

beforeAll(async () => {
  filled = temporaryFolder();
  const ran = await run({ cwd: filled }, ...flags);
  if (ran.code !== 0) throw new Error(ran.stderr);
});

describe('content that somebody changed', () => {
  test.each([
    ['grown', (path: string) => writeFileSync(path, `${readFileSync(path, 'utf8')}!`)],
    ['of equal size', flipLastByte],
    [
      'of equal size and with its time put back',
      (path: string) => {
        const { atime, mtime } = statSync(path);
        flipLastByte(path);
        utimesSync(path, atime, mtime);
      },
    ],
  ])('is found %s, made again, and the changed one is set aside', async (_how, change) => {
    const { caller, store } = filledStore();
    const before = digestsIn(store, pipeline);
    const blob = blobOf(store, pipeline, 'parcel/1', 'text');
    const sound = readFileSync(blob, 'utf8');
    chmodSync(blob, 0o644);
    change(blob);
    const changed = readFileSync(blob, 'utf8');

    const told = await status(caller, ...flags);
    expect(told.get('parcel/1')).toMatchObject({
      status: 'stale',
      reasons: [{ type: 'output-corrupt', what: 'text' }],
    });
    expect(told.get('parcel/0')?.status).toBe('fresh');

    const again = await run(caller, ...flags);
    expect(again.code).toBe(0);
    expect(again.made).toEqual(['parcel/1']);
    expect(digestsIn(store, pipeline)).toEqual(before);
    expect(readFileSync(blob, 'utf8')).toBe(sound);
    const aside = readdirSync(join(store, 'set-aside'));
    expect(aside.map((name) => readFileSync(join(store, 'set-aside', name), 'utf8'))).toEqual([changed]);
    expect((await prouie(caller, 'verify')).code).toBe(0);
  });

  test('inside a folder is found as well', async () => {
    const { caller, store } = filledStore();
    const list = JSON.parse(readFileSync(blobOf(store, pipeline, 'parcel/0', 'folder'), 'utf8')) as [
      string,
      string,
    ][];
    const digest = list.find(([path]) => path === 'deep/b.txt')![1];
    const blob = join(store, 'blobs', digest.slice(0, 2), digest.slice(2));
    chmodSync(blob, 0o644);
    flipLastByte(blob);
    const told = await status(caller, ...flags);
    expect(told.get('parcel/0')?.reasons).toMatchObject([{ type: 'output-corrupt', what: 'folder' }]);
    expect((await run(caller, ...flags)).made).toEqual(['parcel/0']);
    expect((await prouie(caller, 'verify')).code).toBe(0);
  });

  test('is not taken for sound because a run looked at other nodes meanwhile', async () => {
    const { caller, store } = filledStore();
    const blob = blobOf(store, pipeline, 'weight', 'bytes');
    chmodSync(blob, 0o644);
    flipLastByte(blob);
    await run(caller, '--force', 'parcel/2', ...flags, 'parcel/2');
    const told = await status(caller, ...flags);
    expect(told.get('weight')?.reasons).toMatchObject([{ type: 'output-corrupt', what: 'bytes' }]);
  });
});

describe('what somebody deleted', () => {
  test('is made again: content', async () => {
    const { caller, store } = filledStore();
    const blob = blobOf(store, pipeline, 'parcel/0', 'lines');
    rmSync(blob);
    const told = await status(caller, ...flags);
    expect(told.get('parcel/0')?.reasons).toMatchObject([{ type: 'output-missing', what: 'lines' }]);
    expect((await run(caller, ...flags)).made).toEqual(['parcel/0']);
    expect(existsSync(blob)).toBe(true);
  });

  test('is made again: a record', async () => {
    const { caller, store } = filledStore();
    const record = recordOf(store, pipeline, 'weight');
    rmSync(record);
    const told = await status(caller, ...flags);
    expect(told.get('weight')?.reasons).toMatchObject([{ type: 'output-missing', what: 'record' }]);
    expect((await run(caller, ...flags)).made).toEqual(['weight']);
    expect(existsSync(record)).toBe(true);
  });

  test('is done without: the state of the pipeline and all caches', async () => {
    const { caller, store } = filledStore();
    rmSync(join(store, 'nodes'), { recursive: true });
    rmSync(join(store, 'cache'), { recursive: true });
    rmSync(join(store, 'work'), { recursive: true });
    expect((await run(caller, ...flags)).summary).toMatchObject({ ran: 0, fresh: 4 });
  });
});

describe('a file that a crash cut off', () => {
  test('counts as none: a record', async () => {
    const { caller, store } = filledStore();
    const record = recordOf(store, pipeline, 'parcel/2');
    const sound = readFileSync(record, 'utf8');
    truncateSync(record, 40);
    const told = await status(caller, ...flags);
    expect(told.get('parcel/2')?.reasons).toMatchObject([{ type: 'output-missing', what: 'record' }]);
    expect((await run(caller, ...flags)).made).toEqual(['parcel/2']);
    expect(readFileSync(record, 'utf8')).toBe(sound);
    expect((await run(caller, ...flags)).made).toEqual([]);
  });

  test('counts as none: the state, the graph, the digests of files', async () => {
    const { caller, store } = filledStore();
    for (const folder of ['nodes/parcels', 'cache']) {
      for (const name of readdirSync(join(store, folder))) truncateSync(join(store, folder, name), 30);
    }
    expect((await run(caller, ...flags)).summary).toMatchObject({ ran: 0, fresh: 4 });
    expect((await run(caller, ...flags)).summary).toMatchObject({ ran: 0, fresh: 4 });
  });
});

describe('a node that changes the result of another', () => {
  test.each([
    [
      'writes into it and puts its size and time back',
      'chmod u+w $f; touch -r $f t; echo A vase > $f; touch -r t $f',
    ],
    ['moves it away', 'mv $f moved'],
  ])('fails when it %s, and the next run makes that result again', async (_what, deed) => {
    const caller = { cwd: temporaryFolder() };
    const vandal = ['--pipeline', join(pipelines, 'vandal.ts'), '--set', `deed=${JSON.stringify(deed)}`];
    const ran = await run(caller, ...vandal);
    expect(ran.code).toBe(1);
    expect(ran.made).toEqual(['vase']);
    expect(ran.events).toContainEqual(
      expect.objectContaining({
        type: 'fail',
        node: 'vandal',
        failure: expect.objectContaining({ code: 'PROUIE_INPUT_CHANGED' }),
      }),
    );
    const peaceful = ['--pipeline', join(pipelines, 'vandal.ts'), '--set', 'deed="true"'];
    const mended = await run(caller, ...peaceful);
    expect(mended.code).toBe(0);
    expect(mended.made).toEqual(['vase', 'vandal', 'visitor']);
    expect((await prouie(caller, 'verify')).code).toBe(0);
  });
});

/** A store of its own in which everything is made. */
function filledStore(): { readonly caller: Caller; readonly store: string } {
  const cwd = temporaryFolder();
  cpSync(filled, cwd, { recursive: true });
  return { caller: { cwd }, store: join(cwd, '.prouie') };
}

function flipLastByte(path: string): void {
  const bytes = readFileSync(path);
  bytes[bytes.length - 1]! ^= 1;
  writeFileSync(path, bytes);
}
