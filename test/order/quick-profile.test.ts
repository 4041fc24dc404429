import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readResults, runRecipe } from './recipe-run.ts';

/** The whole quick profile: some minutes a run. `test/checks/same-bytes.test.ts` does the same on a small graph. */
describe('the quick profile gives the same artifacts and results', () => {
  const root = mkdtempSync(join(tmpdir(), 'prouie-order-'));
  let expected: {
    readonly digests: ReadonlyMap<string, string>;
    readonly results: ReadonlyMap<string, string>;
  };
  const run = async (name: string, words: readonly string[]): Promise<typeof expected> => {
    const folder = mkdtempSync(join(root, name));
    const digests = await runRecipe({ folder, words });
    return { digests, results: readResults(folder) };
  };

  beforeAll(async () => {
    expected = await run('jobs-1-', ['--jobs', '1']);
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it('as a run of which every node left something', () => {
    expect(expected.digests.size).toBeGreaterThan(1300);
    expect(expected.results.size).toBeGreaterThan(9);
  });

  it('with four nodes at once', async () => {
    expect(await run('jobs-4-', ['--jobs', '4'])).toEqual(expected);
  });

  it('with ready nodes taken in the reversed order', async () => {
    expect(await run('reversed-', ['--jobs', '2', '--order', 'reversed'])).toEqual(expected);
  });

  it('with a fresh process for every node', async () => {
    expect(await run('isolate-', ['--jobs', '2', '--isolate'])).toEqual(expected);
  });
});
