import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { scorePredictions } from '../../src/uie/score.ts';
import { scorerProfiles } from '../../src/uie/scorers/all-profiles.ts';
import type { ScorerProfile } from '../../src/uie/scorers/profile.ts';
import { packageRoot, readPages } from './page.ts';

const page = readPages().find(({ path }) => path === 'docs/scorers.md')!.text;

/** The exports of a module that would stand in `folder`. */
async function importAsIfIn(folder: string, contents: string): Promise<Record<string, unknown>> {
  const place = mkdtempSync(join(tmpdir(), 'prouie-page-'));
  try {
    const { outputFiles } = await build({
      stdin: { contents, loader: 'ts', resolveDir: join(packageRoot, folder) },
      bundle: true,
      format: 'esm',
      write: false,
    });
    const file = join(place, 'module.mjs');
    writeFileSync(file, outputFiles[0]!.contents);
    return (await import(pathToFileURL(file).href)) as Record<string, unknown>;
  } finally {
    rmSync(place, { recursive: true });
  }
}

describe('the page on scorers', () => {
  test('has a section on every profile', () => {
    for (const name of Object.keys(scorerProfiles)) expect(page).toMatch(new RegExp(`^### ${name}$`, 'm'));
  });

  test('shows a profile that scores as it says', async () => {
    const [, code] = /```ts\n([\s\S]*?)```/.exec(page)!;
    const { profile: lastWordProfile } = await importAsIfIn('src/uie/scorers/profiles', code!);
    const example = {
      id: 'a',
      dataset: 'made-up',
      task: 'ner',
      split: 'test',
      text: 'Old Vera Holt of Tarn',
      schema: { task: 'ner', types: ['person', 'place'] },
      gold: { task: 'ner', entities: [{ type: 'person', text: 'Vera Holt' }] },
    } as const;
    const output = '{"person": "Old Vera Holt | Vera Brand", "place": "Tarn"}';
    const { metrics } = scorePredictions([example], [{ id: 'a', output }], lastWordProfile as ScorerProfile);
    expect(metrics.entity).toMatchObject({ tp: 1, fp: 1, fn: 0 });
  });
});
