import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { meanOf, openRecipe, type Recipe } from './recipe.ts';

const corpora = process.env['PROUIE_CORPORA'];
const IN_DOMAIN_NER = ['AnatEM', 'bc2gm', 'bc5cdr', 'ncbi-disease', 'broad_twitter_corpus'];

interface Figure {
  readonly seed: number;
  readonly dataset: string;
  readonly metric: string;
  readonly f1: number;
}

describe.skipIf(corpora === undefined)(
  'the embedded engine on real corpora, three seeds (needs PROUIE_CORPORA)',
  () => {
    let recipe: Recipe;
    let figures: readonly Figure[];

    beforeAll(() => {
      recipe = openRecipe();
      const laptop = ['--profile', 'laptop', '--data', corpora!];
      recipe.run(...laptop, 'score/{full,full@2,full@3}/*', '--set', 'seeds=[1, 2, 3]');
      figures = recipe.ask<Figure>(
        "select seed, dataset, metric, f1 from metrics where variant = 'full' and profile = 'prouie'",
        '--profile',
        'laptop',
      );
    }, 600_000);
    afterAll(() => recipe.remove());

    /** The mean over three seeds and the named sets. */
    const level = (metric: string, datasets?: readonly string[]): number => {
      const found = figures.filter(
        (row) => row.metric === metric && (datasets === undefined || datasets.includes(row.dataset)),
      );
      expect(new Set(found.map((row) => row.seed))).toEqual(new Set([1, 2, 3]));
      return meanOf(found.map((row) => row.f1));
    };

    it('reaches 68 F1 on the five in-domain entity sets', () => {
      expect(level('entity', IN_DOMAIN_NER)).toBeGreaterThanOrEqual(68);
    });
    it('reaches 39 F1 on the three relation sets', () => {
      expect(level('relation')).toBeGreaterThanOrEqual(39);
    });
    it('reaches 56 F1 on the arguments of PHEE', () => {
      expect(level('argument')).toBeGreaterThanOrEqual(56);
    });
  },
);

describe.skipIf(corpora === undefined)('the embedded engine on one corpus (needs PROUIE_CORPORA)', () => {
  let recipe: Recipe;

  beforeAll(() => {
    recipe = openRecipe();
    const folder = join(recipe.folder, 'one');
    mkdirSync(join(folder, 'NER'), { recursive: true });
    symlinkSync(join(corpora!, 'NER', 'bc5cdr'), join(folder, 'NER', 'bc5cdr'));
    // The first phase of CM then takes each of the 4,560 training rows once.
    const whole = [
      '--set',
      'seeds=[1, 2, 3]',
      '--set',
      'scale.cm1=0.0053923',
      '--set',
      'evaluation.limit=null',
    ];
    recipe.run(
      '--profile',
      'laptop',
      '--data',
      folder,
      ...whole,
      'score/{after-cm1,after-cm1@2,after-cm1@3}/*',
    );
  }, 300_000);
  afterAll(() => recipe.remove());

  it('reaches 80 F1 on bc5cdr, the mean of three seeds', () => {
    const query =
      "select f1 from metrics where variant = 'after-cm1' and dataset = 'bc5cdr' and profile = 'prouie'";
    const found = recipe.ask<{ readonly f1: number }>(query, '--profile', 'laptop');
    expect(found).toHaveLength(3);
    expect(meanOf(found.map(({ f1 }) => f1))).toBeGreaterThanOrEqual(80);
  });
});
