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
        "select seed, dataset, metric, f1 from metrics where variant = 'full'",
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
