import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Store } from '../../src/store/store.ts';
import { METRICS, type SmallNode, storeRows, writeNodes } from '../catalog/small-store.ts';
import { freshWorkplace, sharedWorkplace } from './workplace.ts';

interface Listed {
  readonly name: string;
  readonly about: string;
  readonly value: string;
  readonly alternatives: readonly string[];
  readonly reason: string;
  readonly setting: string | null;
  readonly effects: readonly { readonly choice: string; readonly task: string; readonly change: number }[];
}

const packageRoot = join(import.meta.dirname, '..', '..');
const place = sharedWorkplace();
const list = async (...words: readonly string[]): Promise<readonly Listed[]> =>
  JSON.parse((await place.bare('assumptions', '--json', ...words)).stdout).assumptions;

describe('prouie assumptions', () => {
  let all: readonly Listed[];
  beforeAll(async () => {
    all = await list();
  });

  it('lists what the profile leaves open, before anything was run', () => {
    const profile = parse(readFileSync(join(packageRoot, 'pipelines/profiles/quick.yaml'), 'utf8'));
    const values = Object.fromEntries(all.map(({ name, value }) => [name, value]));
    expect(values).toMatchObject(profile.assumptions);
    expect(values['reward.clip']).toBe('-1,1');
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
    expect(all.length).toBeGreaterThan(40);
  });

  it('names the alternatives without the choice itself, and says why', () => {
    for (const { name, value, alternatives, reason } of all) {
      expect(alternatives, name).not.toContain(value);
      expect(reason.endsWith('.'), name).toBe(true);
    }
    expect(all.filter(({ alternatives }) => alternatives.length > 0).length).toBeGreaterThan(35);
  });

  it('names settings that there are', () => {
    const profile = parse(readFileSync(join(packageRoot, 'pipelines/profiles/quick.yaml'), 'utf8'));
    for (const { name, setting } of all) {
      if (setting === null || setting.startsWith('data/')) continue;
      const path = setting.replace(/\.reward\..*$/, '').split('.');
      expect(
        path.reduce((value, key) => value?.[key], profile),
        `${setting} of ${name}`,
      ).toBeDefined();
    }
  });

  it('follows settings that are changed', async () => {
    const [clip, rows] = await list(
      ...['--set', 'variants.full.reward.clip=[0, 1]', '--set', 'assumptions.de-rows=seen'],
      ...['reward.clip', 'de-rows'],
    );
    expect(clip).toMatchObject({ value: '0,1', alternatives: ['-1,1', 'none'] });
    expect(rows).toMatchObject({ value: 'seen', alternatives: ['any', 'fresh'] });
  });

  it('says what a choice changes where variants differ in it alone', async () => {
    const measured = freshWorkplace();
    const { store } = measured;
    store.prepare();
    writeNodes(store.root, [
      scored(store, 'full', 'Guilds', 60),
      scored(store, 'full', 'Mills', 70),
      scored(store, 'de-fresh', 'Guilds', 63),
      scored(store, 'de-fresh', 'Mills', 71),
    ]);
    expect((await measured.bare('assumptions', 'de-rows', 'balance')).stdout).toMatch(
      /effect {2}de-fresh: re \+2\.00\n[\s\S]*balance[\s\S]*effect {2}not measured\n/,
    );
  });

  it('names the assumption that was meant', async () => {
    const { code, stderr } = await place.bare('assumptions', 'length-bucket');
    expect(code).toBe(2);
    expect(stderr).toContain('Did you mean "length-buckets"?');
  });
});

function scored(store: Store, variant: string, dataset: string, f1: number): SmallNode {
  const score = { metric: 'relation', tp: 1, fp: 1, fn: 1, precision: f1, recall: f1, f1 };
  return {
    name: `score/${variant}/${dataset}`,
    step: 'score',
    tags: { relation: 'metrics', variant, seed: 1, engine: 'embedded', dataset, task: 're' },
    outputs: { metrics: storeRows(store, METRICS, [{ profile: 'prouie', ...score }]) },
  };
}
