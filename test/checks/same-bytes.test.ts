import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listRecords } from '../../src/store/listing.ts';
import { Store } from '../../src/store/store.ts';
import { packageRoot, runRecipe } from '../order/recipe-run.ts';

/** Every phase of the training and three data sets, on a few rows: `npm run test:order` runs the whole profile. */
const SMALL = [
  ...['score/full/GENIA', 'score/full/NYT', 'score/full/PHEE', 'collect/de3', 'table/9'],
  ...['cm1=0.0003', 'cm2=0.0003', 'cm3=0.002', 'sa=0.001', 'de1=0.001', 'de2=0.001', 'de3=0.002'].flatMap(
    (share) => ['--set', `scale.${share}`],
  ),
  ...['train=20', 'val=4', 'test=6'].flatMap((rows) => ['--set', `synthetic.${rows}`]),
  ...['--set', 'bits=14'],
];
const MINUTES = 60_000;

describe('a run gives the same artifacts', { timeout: 5 * MINUTES }, () => {
  const root = mkdtempSync(join(tmpdir(), 'prouie-bytes-'));
  const first = join(root, 'first');
  let expected: ReadonlyMap<string, string>;

  beforeAll(async () => {
    mkdirSync(first);
    expected = await runRecipe({ folder: first, words: [...SMALL, '--jobs', '1'] });
  }, 5 * MINUTES);
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it('as one node after the other, which left checkpoints, predictions and scores', () => {
    const kinds = new Set([...expected.keys()].map((name) => name.replace(/\/.* /, ' ')));
    expect([...kinds]).toEqual(
      expect.arrayContaining(['train checkpoint', 'predict predictions', 'score metrics', 'collect curves']),
    );
  });

  it('with four nodes at once', async () => {
    const folder = mkdtempSync(join(root, 'jobs-'));
    expect(await runRecipe({ folder, words: [...SMALL, '--jobs', '4'] })).toEqual(expected);
  });

  it('with ready nodes taken in the reversed order', async () => {
    const folder = mkdtempSync(join(root, 'reversed-'));
    expect(await runRecipe({ folder, words: [...SMALL, '--jobs', '2', '--order', 'reversed'] })).toEqual(
      expected,
    );
  });

  // A second result of a key that differs from the first is kept beside it, as its second generation.
  it('with a fresh process for every node', async () => {
    const again = ['data/PHEE', 'mix/*', 'render/*', 'train/*', 'predict/full/*', 'score/full/*', 'table/9'];
    const words = [...SMALL, '--isolate', ...again.flatMap((target) => ['--force', target])];
    expect(await runRecipe({ folder: first, words })).toEqual(expected);
    const store = new Store(join(first, '.prouie'));
    expect(listRecords(store).filter(({ generation }) => generation > 1)).toEqual([]);
    expect(startedLast(first)).toEqual(expect.arrayContaining(['data/PHEE', 'train/cm1', 'score/full/PHEE']));
  });

  it('from sources in another folder, under another locale and in another time zone', async () => {
    const from = copyOfPackage(join(root, 'another place'));
    const folder = mkdtempSync(join(root, 'elsewhere-'));
    const env = { LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8', TZ: 'Pacific/Kiritimati' };
    expect(await runRecipe({ folder, from, env, words: SMALL })).toEqual(expected);
  });
});

/** The nodes that the last run in a folder started. */
function startedLast(folder: string): readonly string[] {
  const events = join(folder, '.prouie', 'events');
  const last = readdirSync(events).sort().at(-1)!;
  const lines = readFileSync(join(events, last), 'utf8').trimEnd().split('\n');
  return lines.flatMap((line) => {
    const event = JSON.parse(line) as { readonly type: string; readonly node?: string };
    return event.type === 'start' ? [event.node!] : [];
  });
}

/** The package's own files; packages are linked one by one, so that bundles are made anew. */
function copyOfPackage(folder: string): string {
  for (const name of ['package.json', 'bin', 'dist', 'src', 'pipelines', 'data', 'papers']) {
    cpSync(join(packageRoot, name), join(folder, name), { recursive: true });
  }
  mkdirSync(join(folder, 'node_modules'));
  for (const name of readdirSync(join(packageRoot, 'node_modules'))) {
    if (!name.startsWith('.'))
      symlinkSync(join(packageRoot, 'node_modules', name), join(folder, 'node_modules', name));
  }
  return folder;
}
