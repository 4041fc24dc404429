import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRecipe, type Recipe } from './recipe.ts';

interface Mean {
  readonly variant: string;
  readonly seed: number;
  readonly task: string;
  readonly metric: string;
  readonly domain: 'in' | 'out';
  readonly f1: number;
}

const OUT_OF_DOMAIN = "(dataset like 'CrossNER%' or dataset like 'MIT%')";

describe('the synthetic stand-ins over three seeds', () => {
  let recipe: Recipe;
  let means: readonly Mean[];
  let lengths: readonly { readonly seed: number; readonly variant: string; readonly tokens: number }[];

  beforeAll(() => {
    recipe = openRecipe();
    recipe.run(
      'score/{full,full@2,full@3,cm-only,cm-only@2,cm-only@3,after-cm1,after-cm1@2,after-cm1@3,after-cm2,after-cm2@2,after-cm2@3}/*',
      'lengths/{cm-only,cm-only@2,cm-only@3,without-de,without-de@2,without-de@3}',
      '--set',
      'seeds=[1, 2, 3]',
    );
    means = recipe.ask<Mean>(
      `select variant, seed, task, metric, case when ${OUT_OF_DOMAIN} then 'out' else 'in' end as domain, avg(f1) as f1 from metrics where profile = 'prouie' group by all`,
    );
    lengths = recipe.ask(
      `select seed, variant, avg(tokens) as tokens from lengths where dataset in (select dataset from metrics where task = 're') group by all`,
    );
  }, 300_000);
  afterAll(() => recipe.remove());

  const mean = (wanted: Partial<Mean>): number => {
    const found = means.filter((row) =>
      Object.entries(wanted).every(([name, value]) => row[name as keyof Mean] === value),
    );
    expect(found, JSON.stringify(wanted)).toHaveLength(1);
    return found[0]!.f1;
  };

  it.each([1, 2, 3])('give no task mean of the full recipe under 30 or over 95, seed %i', (seed) => {
    const all = means.filter((row) => row.variant === 'full' && row.seed === seed);
    expect(all).toHaveLength(5);
    for (const { task, metric, domain, f1 } of all) {
      expect(f1, `${task} ${metric} ${domain}`).toBeGreaterThanOrEqual(30);
      expect(f1, `${task} ${metric} ${domain}`).toBeLessThanOrEqual(95);
    }
  });

  it.each([1, 2, 3])('are at least 15 points harder out of domain, seed %i', (seed) => {
    const inside = mean({ variant: 'full', seed, task: 'ner', domain: 'in' });
    expect(inside - mean({ variant: 'full', seed, task: 'ner', domain: 'out' })).toBeGreaterThanOrEqual(15);
  });

  it.each([1, 2, 3])('let phase 2 of CM lift relations by 10 points or more, seed %i', (seed) => {
    const before = mean({ variant: 'after-cm1', seed, task: 're' });
    expect(mean({ variant: 'after-cm2', seed, task: 're' }) - before).toBeGreaterThanOrEqual(10);
  });

  it.each([1, 2, 3])(
    'let phase 3 of CM lift triggers and arguments by 10 points or more, seed %i',
    (seed) => {
      for (const metric of ['trigger', 'argument']) {
        const before = mean({ variant: 'after-cm2', seed, metric });
        expect(mean({ variant: 'cm-only', seed, metric }) - before, metric).toBeGreaterThanOrEqual(10);
      }
    },
  );

  it.each([1, 2, 3])('let SA shorten relation outputs by at least 40 per cent of tokens, seed %i', (seed) => {
    const tokens = (variant: string): number =>
      lengths.find((row) => row.variant === variant && row.seed === seed)!.tokens;
    expect(tokens('without-de')).toBeLessThanOrEqual(0.6 * tokens('cm-only'));
  });
});
