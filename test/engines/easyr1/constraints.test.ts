import { describe, expect, it } from 'vitest';
import { checkContext, checkPath } from '../../../src/engines/easyr1/constraints.ts';
import { engine } from '../../../src/engines/easyr1/engine.ts';
import { easyR1Options } from '../../../src/engines/easyr1/options.ts';
import { grpoOrder, SMALL_OPTIONS } from './orders.ts';

function render(changes: object, rows = 100): () => unknown {
  return () => engine.render(grpoOrder({ ...SMALL_OPTIONS, ...changes }, rows));
}

describe('a run that EasyR1 would stop', () => {
  it('is not one within all limits', () => {
    expect(render({})).not.toThrow();
  });

  it.each([
    [{ rollouts: 1, deviceBatch: { update: 1, experience: 4 } }, 'above 1'],
    [{ promptsPerUpdate: 6 }, 'multiple of `promptsPerUpdate` (6)'],
    [{ deviceBatch: { update: 2, experience: 5 } }, 'multiple of `deviceBatch.experience` (5)'],
    [{ gpus: 3 }, 'multiple of `gpus` (3)'],
    [{ deviceBatch: { update: 3, experience: 4 } }, 'multiple of `gpus` * `deviceBatch.update` (6)'],
    [{ tensorParallel: 4 }, 'multiple of `tensorParallel` (4)'],
    [{ batchedTokens: 499 }, 'a prompt and its answer (500)'],
    [{ saveLimit: 2 }, '`saveLimit` must be 3 or more'],
    [{ promptsPerStep: 200 }, '100 rows do not fill one step'],
    [{ validationRows: 101 }, 'cannot be taken from 100 rows'],
  ])('is refused before it starts: %j', (changes, message) => {
    expect(render(changes)).toThrow(
      expect.objectContaining({ code: 'PROUIE_EASYR1_CONFIG', message: expect.stringContaining(message) }),
    );
  });

  it('is told with all that is wrong at once', () => {
    expect(render({ gpus: 3, saveLimit: 1, batchedTokens: 10 })).toThrow(/gpus.*batchedTokens.*saveLimit/s);
  });

  it.each([
    [{ rolouts: 4 }, /rolouts/],
    [{ learningRate: 0 }, /learningRate/],
    [{ kl: { where: 'everywhere' } }, /kl\.where/],
  ])('is refused for its options: %j', (changes, message) => {
    expect(render(changes)).toThrow(
      expect.objectContaining({ code: 'PROUIE_ENGINE_OPTIONS', message: expect.stringMatching(message) }),
    );
  });

  it.each(['/scratch/us er/work', '/scratch/a@b/work', '/scratch/$HOME', "/o'k"])(
    'is refused for its folder: %s',
    (path) => {
      expect(() => checkPath(path)).toThrow(expect.objectContaining({ code: 'PROUIE_EASYR1_CONFIG' }));
    },
  );

  it('is refused where prompt and answer have no place in the model', () => {
    const options = easyR1Options.parse(SMALL_OPTIONS);
    expect(() => checkContext(options, 500)).not.toThrow();
    expect(() => checkContext(options, 499)).toThrow(/500 tokens, but the model has 499 positions/);
  });

  it('is refused where it is none of GRPO, or has no start', () => {
    const order = grpoOrder(SMALL_OPTIONS, 100);
    for (const other of [
      { ...order, method: 'sft' as const },
      { ...order, start: null },
    ])
      expect(() => engine.render(other)).toThrow(expect.objectContaining({ code: 'PROUIE_ENGINE_OPTIONS' }));
  });
});
