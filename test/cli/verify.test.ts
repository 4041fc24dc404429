import { chmodSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { digestOf } from '../../src/identity/digest.ts';
import { storePaths } from '../../src/store/paths.ts';
import { freshWorkplace } from './workplace.ts';

const SORTED = digestOf('a\na\na\nb\nn\nn\n');

describe('verify', () => {
  test('ends well where all is whole', async () => {
    const place = freshWorkplace();
    await place.ok('run');
    expect(await place.bare('verify')).toEqual({
      code: 0,
      stdout: expect.stringMatching(/^8 pieces of content \(.*\) and 6 results read: all are whole\n$/),
      stderr: '',
    });
  });

  test('sets broken content aside, whose node is then stale, and a run makes it again', async () => {
    const place = freshWorkplace();
    await place.ok('run');
    chmodSync(place.store.blobPath(SORTED), 0o644);
    writeFileSync(place.store.blobPath(SORTED), 'a\na\na\nb\nn\nN\n');
    const { code, stdout } = await place.bare('verify', '--json');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      schemaVersion: 1,
      ok: false,
      broken: [{ kind: 'blob', name: SORTED }],
      incomplete: [{ missing: [SORTED] }],
      stale: [{ pipeline: 'letters', profile: 'quick', node: 'sorted' }],
    });
    expect(await place.statuses()).toMatchObject({ sorted: 'stale', letters: 'fresh' });
    expect(await place.ok('why', 'sorted')).toContain('output lines is missing from the store');
    expect((await place.prouie('run')).stderr).toContain('1 ran, 5 fresh');
    expect((await place.bare('verify')).code).toBe(0);
  });

  test('sets a torn record aside, and says in words what is broken', async () => {
    const place = freshWorkplace();
    await place.ok('run');
    const { key } = (await place.json('show', 'sorted')) as { key: string };
    writeFileSync(storePaths.record(place.store.root, key), '{"schemaVersion":1,');
    const { code, stdout } = await place.bare('verify');
    expect(code).toBe(1);
    expect(stdout).toContain(`broken record ${key}: it is cut off\n  it now lies at `);
    expect(stdout).toContain('stale sorted (letters, quick)\n');
    expect(stdout).toContain('1 broken, 0 incomplete; `prouie run` makes them again\n');
  });

  test('tells of a step that gave two results for one key, which is no fault of the store', async () => {
    const place = freshWorkplace();
    await place.ok('run');
    const { key } = (await place.json('show', 'sorted')) as { key: string };
    const record = place.store.readRecord(key)!;
    place.store.publish({
      ...record,
      outputs: { lines: { kind: 'text', ...place.store.writeBlob('other') } },
    });
    const { code, stdout } = await place.bare('verify');
    expect(code).toBe(0);
    expect(stdout).toContain(`unequal result ${key}: lines differ between its 2 results\n`);
  });
});
