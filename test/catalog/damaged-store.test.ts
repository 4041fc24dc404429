import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openCatalog } from '../../src/catalog/catalog.ts';
import { openStoreSource } from '../../src/catalog/store-source.ts';
import { storePaths } from '../../src/store/paths.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { keyOf, writeSmallStore } from './small-store.ts';

const SELECTION = { pipeline: 'prouie', profile: 'quick' };

async function ask(root: string, sql: string): Promise<readonly (readonly unknown[])[]> {
  const catalog = await openCatalog(openStoreSource(root, SELECTION));
  try {
    return (await catalog.query(sql)).rows;
  } finally {
    catalog.close();
  }
}

describe('a store with a damaged file', () => {
  test('tells of results when the end of an attempt cannot be read, without that attempt', async () => {
    const root = temporaryFolder();
    writeSmallStore(root);
    const sql = 'SELECT name, attempt FROM nodes WHERE attempt IS NOT NULL ORDER BY name LIMIT 1';
    const [[name, attempt]] = (await ask(root, sql)) as [[string, bigint]];
    const folder = storePaths.attempt(root, keyOf(name), Number(attempt));
    writeFileSync(join(folder, 'exit.json'), '{"ok":tr');
    expect(await ask(root, `SELECT status, attempt FROM nodes WHERE name = '${name}'`)).toEqual([
      ['fresh', null],
    ]);
  });

  test('says which record of a run is broken, and what goes with it', async () => {
    const root = temporaryFolder();
    writeSmallStore(root);
    const file = storePaths.run(root, '20260101T100000-7');
    writeFileSync(file, '{"run":');
    await expect(ask(root, 'FROM runs')).rejects.toMatchObject({
      code: 'PROUIE_STATE_BROKEN',
      location: { file },
      hint: expect.stringContaining('Delete it: only what was known of this run goes with it.'),
    });
  });

  test('says that the next run writes a broken state anew', async () => {
    const root = temporaryFolder();
    writeSmallStore(root);
    writeFileSync(storePaths.nodes(root, 'prouie', 'quick'), '{}');
    expect(() => openStoreSource(root, SELECTION)).toThrow(
      expect.objectContaining({ code: 'PROUIE_STATE_BROKEN', hint: expect.stringContaining('prouie run') }),
    );
  });
});
