import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { listBlobs, listRecords } from '../../src/store/listing.ts';
import { storePaths } from '../../src/store/paths.ts';
import { freshWorkplace, type Workplace } from './workplace.ts';

interface Report {
  readonly applied: boolean;
  readonly free: readonly { readonly kind: string; readonly path: string; readonly bytes: number }[];
  readonly held: readonly { readonly kind: string }[];
  readonly living: readonly string[];
  readonly removed: number;
}

async function collect(place: Workplace, ...words: readonly string[]): Promise<Report> {
  const { code, stdout, stderr } = await place.bare('gc', '--json', ...words);
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Report;
}

/** Kinds and how many of each. */
function kindsOf(items: readonly { readonly kind: string }[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { kind } of items) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

describe('gc', () => {
  test('keeps all that the last runs were at, and else what the present state reaches', async () => {
    const place = freshWorkplace();
    for (const text of ['banana', 'ananas', 'cherry'])
      await place.ok('run', 'total', '--set', `text=${text}`);
    expect((await collect(place)).free).toEqual([]);
    expect(kindsOf((await collect(place, '--keep-runs', '2')).free)).toEqual({ record: 3, work: 3, blob: 2 });
    const all = { record: 6, work: 6, blob: 4 };
    expect(kindsOf((await collect(place, '--keep-runs', '0')).free)).toEqual(all);
    expect(listRecords(place.store)).toHaveLength(9);

    const applied = await collect(place, '--keep-runs', '0', '--apply');
    expect(applied).toMatchObject({ applied: true, removed: 16 });
    expect(listRecords(place.store)).toHaveLength(3);
    expect(listBlobs(place.store)).toHaveLength(3);
    expect(readdirSync(join(place.store.root, 'work'))).toHaveLength(3);
    expect(await place.statuses('total', '--set', 'text=cherry')).toEqual({
      letters: 'fresh',
      sorted: 'fresh',
      total: 'fresh',
    });
    expect(await place.statuses('total')).toMatchObject({ letters: 'stale' });
    expect((await place.bare('verify')).code).toBe(0);
    expect(await place.ok('logs', 'letters', '--set', 'text=cherry')).toBe('splitting\n');
    expect((await collect(place, '--keep-runs', '0')).free).toEqual([]);
  });

  test('says what it would give back, and that nothing was removed', async () => {
    const place = freshWorkplace();
    for (const text of ['banana', 'ananas']) await place.ok('run', 'letters', '--set', `text=${text}`);
    const { stdout } = await place.bare('gc', '--keep-runs', '0');
    expect(stdout).toContain('     1 results that nothing reaches (');
    expect(stdout).toMatch(/can give back [\d.]+ kB; 1 result with 1 piece of content \(11 B\) stay\n/);
    expect(stdout).toContain('Nothing was removed: `prouie gc --apply` does it.');
    expect((await place.bare('gc', '--keep-runs', '0', '--apply')).stdout).toMatch(
      /^ +1 results.*\nremoved [\d.]+ kB; /s,
    );
  });

  test('keeps the log of a failed attempt that the state speaks of', async () => {
    const place = freshWorkplace();
    await place.prouie('run', 'check', '--set', 'fail=true');
    await collect(place, '--keep-runs', '0', '--apply');
    expect((await place.prouie('logs', 'check', '--set', 'fail=true')).stdout).toContain('checking\n');
  });

  test('removes no content while a run is at work, nor the folder of what it is at', async () => {
    const place = freshWorkplace();
    for (const text of ['banana', 'ananas']) await place.ok('run', 'letters', '--set', `text=${text}`);
    const run = await place.startSlowRun();
    const loose = place.store.writeBlob('the output of a step that has not ended').digest;
    const { held, free, living } = await collect(place, '--keep-runs', '0', '--apply');
    expect(living).toHaveLength(1);
    expect(kindsOf(held)).toEqual({ record: 1, blob: 2 });
    expect(kindsOf(free)).toEqual({ work: 1 });
    expect(place.store.hasBlob(loose)).toBe(true);
    expect((await place.bare('gc')).stdout).toContain('are left alone while');
    expect(await run.finish()).toBe(0);
    expect(await place.statuses('slow', ...run.flags)).toEqual({ slow: 'fresh' });
    expect((await collect(place, '--keep-runs', '0', '--apply')).living).toEqual([]);
    expect(place.store.hasBlob(loose)).toBe(false);
    expect(await place.statuses('slow', ...run.flags)).toEqual({ slow: 'fresh' });
  });

  test('takes what a crashed run left behind', async () => {
    const place = freshWorkplace();
    const run = await place.startSlowRun();
    await run.crash();
    const { living, free } = await collect(place, '--keep-runs', '0');
    expect(living).toEqual([]);
    expect(kindsOf(free)).toMatchObject({ work: 1 });
    expect(free.map(({ path }) => path)).toEqual(
      expect.arrayContaining([expect.stringMatching(/^temporary\/run-.*\.alive$/)]),
    );
  });

  test('refuses a state that it cannot read, since all that it names would be lost', async () => {
    const place = freshWorkplace();
    await place.ok('run', 'letters');
    writeFileSync(
      storePaths.nodes(place.store.root, 'other', 'quick').replace('/other/', '/letters/'),
      '{"schemaVersion":1,"no',
    );
    const { code, stderr } = await place.bare('gc', '--keep-runs', '0', '--apply');
    expect(code).toBe(2);
    expect(stderr).toContain('PROUIE_STATE_BROKEN');
    expect(listRecords(place.store)).toHaveLength(1);
  });

  test('refuses where there is no store, and a number of runs that is none', async () => {
    const place = freshWorkplace();
    expect((await place.bare('gc')).stderr).toContain('PROUIE_STORE_MISSING');
    expect((await place.bare('gc', '--keep-runs', '-1')).stderr).toContain(
      '--keep-runs takes a whole number from 0 on.',
    );
  });
});
