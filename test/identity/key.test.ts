import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../src/identity/canonical-json.ts';
import { keyOf, type Recipe, recipeOf } from '../../src/identity/key.ts';
import { type CodeParts, compareRecipes, type Reason } from '../../src/identity/reasons.ts';
import type { Json } from '../../src/json.ts';
import { graphNode } from '../graph/nodes.ts';

const RECIPE: Recipe = {
  step: 'train',
  params: { rate: 0.1, schedule: { warmup: 10, decay: 'linear' }, sizes: [1, 2] },
  inputs: { mix: 'aa', lexicon: 'bb' },
  code: 'cc',
  tool: '',
};

function reasonsOf(after: Partial<Recipe>, parts: { readonly [code: string]: CodeParts } = {}): Reason[] {
  return compareRecipes(
    RECIPE,
    { ...RECIPE, ...after },
    (argument) => `maker of ${argument}`,
    (code) => parts[code],
  );
}

describe('a key', () => {
  test('does not depend on the order in which a pipeline names parameters and inputs', () => {
    const turned = {
      tool: '',
      code: 'cc',
      inputs: { lexicon: 'bb', mix: 'aa' },
      params: { sizes: [1, 2], schedule: { decay: 'linear', warmup: 10 }, rate: 0.1 },
      step: 'train',
    };
    expect(keyOf(turned)).toBe(keyOf(RECIPE));
  });

  test('changes with every part', () => {
    const parts: Partial<Recipe>[] = [
      { step: 'predict' },
      { params: { ...RECIPE.params, rate: 0.2 } },
      { params: { ...RECIPE.params, sizes: [2, 1] } },
      { inputs: { ...RECIPE.inputs, mix: 'ab' } },
      { inputs: { mix: 'bb', lexicon: 'aa' } },
      { code: 'cd' },
      { tool: '2' },
    ];
    const keys = [{}, ...parts].map((part) => keyOf({ ...RECIPE, ...part }));
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('leaves volatile parameters out', () => {
    const node = graphNode('n', [], { params: { rate: 1, workers: 4 }, volatile: ['workers'] });
    expect(recipeOf(node, {}, 'cc', '').params).toEqual({ rate: 1 });
  });

  test('of a node keyed by its request counts the request and the tool alone', () => {
    const node = graphNode('n', [], { params: { rate: 1 }, keyedBy: 'request' });
    expect(recipeOf(node, { request: 'aa', data: 'bb' }, 'cc', 'trainer 2')).toEqual({
      step: 'command',
      params: {},
      inputs: { request: 'aa' },
      code: '',
      tool: 'trainer 2',
    });
  });
});

describe('reasons', () => {
  test('are there exactly when the key differs', () => {
    const anyParams = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.jsonValue({ maxDepth: 2 }), {
      maxKeys: 3,
    });
    const anyRecipe = fc.record({
      step: fc.constantFrom('train', 'predict'),
      params: anyParams as fc.Arbitrary<Recipe['params']>,
      inputs: fc.dictionary(fc.constantFrom('x', 'y'), fc.constantFrom('aa', 'bb')),
      code: fc.constantFrom('cc', 'dd'),
      tool: fc.constantFrom('', '1'),
    });
    fc.assert(
      fc.property(anyRecipe, anyRecipe, (before, after) => {
        const stored = JSON.parse(canonicalJson(before as unknown as Json)) as Recipe;
        const reasons = compareRecipes(stored, after, String, () => undefined);
        expect(reasons.length === 0).toBe(keyOf(before) === keyOf(after));
      }),
    );
  });

  test('name the parameter that changed by its path, and no other', () => {
    const params = { sizes: [1, 2], schedule: { warmup: 20, decay: 'linear' }, rate: 0.1 };
    expect(reasonsOf({ params })).toEqual([
      { type: 'params-changed', what: 'schedule.warmup', before: 10, after: 20 },
    ]);
  });

  test('do not name a parameter whose keys merely stand in another order', () => {
    const params = { rate: 0.2, schedule: { decay: 'linear', warmup: 10 }, sizes: [1, 2] };
    expect(reasonsOf({ params }).map((reason) => reason.what)).toEqual(['rate']);
  });

  test('tell a parameter that came or went', () => {
    expect(reasonsOf({ params: { ...RECIPE.params, seed: 1 } })).toEqual([
      { type: 'params-changed', what: 'seed', before: null, after: 1 },
    ]);
    expect(reasonsOf({ params: { rate: 0.1, sizes: [1, 2] } })).toEqual([
      { type: 'params-changed', what: 'schedule', before: RECIPE.params['schedule'], after: null },
    ]);
  });

  test('name an input with its producer', () => {
    expect(reasonsOf({ inputs: { mix: 'ff', lexicon: 'bb' } })).toEqual([
      { type: 'input-changed', what: 'mix (maker of mix)', before: 'aa', after: 'ff' },
    ]);
  });

  test('name the source files and packages that changed, as far as they are known', () => {
    const before: CodeParts = { modules: { 'src/a.ts': '1', 'src/b.ts': '2' }, packages: { zod: 'zod@4' } };
    const after: CodeParts = { modules: { 'src/a.ts': '1', 'src/b.ts': '3' }, packages: { zod: 'zod@5' } };
    expect(reasonsOf({ code: 'dd' }, { cc: before, dd: after })).toEqual([
      { type: 'code-changed', what: 'src/b.ts', before: '2', after: '3' },
      { type: 'code-changed', what: 'zod', before: 'zod@4', after: 'zod@5' },
    ]);
    expect(reasonsOf({ code: 'dd' })).toEqual([
      { type: 'code-changed', what: 'bundle', before: 'cc', after: 'dd' },
    ]);
  });
});
