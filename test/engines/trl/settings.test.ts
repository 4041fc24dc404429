import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TrainingRequest } from '../../../src/engines/engine.ts';
import { engine } from '../../../src/engines/trl/engine.ts';
import { trlOptions } from '../../../src/engines/trl/options.ts';
import { scheduleOf } from '../../../src/engines/trl/schedule.ts';
import type { Json } from '../../../src/json.ts';
import { failureOf } from '../../failure.ts';

type Options = { readonly [name: string]: Json };

/** The third phase of Deep Exploration at the paper's numbers, on one GPU. */
const OPTIONS: Options = {
  rollouts: 8,
  epochs: 3,
  promptsPerStep: 128,
  promptsPerUpdate: 32,
  deviceBatch: 16,
  maxPrompt: 1536,
  maxAnswer: 512,
  learningRate: 1e-6,
  gpus: 1,
};

function render(
  changes: Options = {},
  order: Partial<Parameters<typeof engine.render>[0]> = {},
): TrainingRequest {
  return engine.render({
    method: 'grpo',
    seed: 5,
    options: { ...OPTIONS, ...changes },
    reward: { penalty: 'max' },
    rows: { digest: 'rows', count: 9991 },
    start: 'start',
    code: { driver: 'd' },
    ...order,
  });
}

function settingsOf(request: TrainingRequest): Record<string, unknown> & { config: Record<string, unknown> } {
  const files = request['files'] as { readonly [path: string]: string };
  return JSON.parse(files['settings.json']!) as ReturnType<typeof settingsOf>;
}

describe('a request to TRL', () => {
  it('writes every number of the phase in the words of TRL', () => {
    const { config, ...settings } = settingsOf(render());
    expect(settings).toEqual({
      model: 'model',
      rows: 'rows.jsonl',
      rowCount: 9991,
      order: { seed: 5, epochs: 3, batch: 128 },
      maxPrompt: 1536,
      emptyThinking: false,
      reward: { penalty: 'max' },
      rewardSeconds: 600,
    });
    expect(config).toMatchObject({
      // 78 steps an epoch of 4 changes of the weights, each of 256 answers in passes of 16.
      max_steps: 78 * 3 * 4,
      save_steps: 200,
      gradient_accumulation_steps: 16,
      steps_per_generation: 64,
      per_device_train_batch_size: 16,
      num_generations: 8,
      num_iterations: 1,
      loss_type: 'grpo',
      scale_rewards: 'group',
      beta: 0.01,
      epsilon: 0.2,
      epsilon_high: 0.2,
      delta: 3,
      temperature: 1,
      top_p: 1,
      top_k: 0,
      lr_scheduler_type: 'constant',
      seed: 5,
      use_cpu: false,
      bf16: true,
      use_vllm: false,
    });
  });

  it('gives each version of TRL the fields that it alone has', () => {
    expect(settingsOf(render()).config).toHaveProperty('max_prompt_length', null);
    const newer = settingsOf(render({ version: '1.16' })).config;
    expect(newer).not.toHaveProperty('max_prompt_length');
    expect(newer).toHaveProperty('entropy_coef', 0);
    expect(render()['versions']).toMatchObject({ python: '3.11.*', trl: '0.24.0', transformers: '4.57.6' });
    expect(render({ version: '1.16' })['versions']).toMatchObject({ trl: '1.16.0' });
  });

  it('counts the answers as work', () => {
    expect(engine.workload(render())).toEqual({ trainedRows: 239_616, answers: 239_616, gpus: 1 });
  });

  it.each([
    ['an unknown option', { temprature: 1 }, {}, 'temprature'],
    [
      'a batch that does not divide',
      { promptsPerUpdate: 24 },
      {},
      'promptsPerUpdate 24 does not divide promptsPerStep 128',
    ],
    ['passes that do not divide', { deviceBatch: 48 }, {}, 'deviceBatch 48 does not divide the 256 answers'],
    ['too few rows', {}, { rows: { digest: 'r', count: 100 } }, '100 rows do not fill a step of 128'],
    ['a mean that TRL 0.24 takes wrongly', { lossMean: 'token' }, {}, 'divides the loss of each update'],
    ['more than one GPU', { gpus: 8 }, {}, 'gpus'],
    ['one checkpoint alone', { saveLimit: 1 }, {}, 'saveLimit'],
    ['fine-tuning', {}, { method: 'sft' as const }, 'no method but grpo'],
    ['nothing to start from', {}, { start: null }, 'starts from a model'],
  ])('is refused for %s', (_, options, order, message) => {
    const failure = failureOf(() => render(options, order));
    expect(failure.code).toBe('PROUIE_ENGINE_OPTIONS');
    expect(failure.message).toContain(message);
  });
});

describe('the schedule', () => {
  it('uses every answer of a step once, in whole passes and whole updates', () => {
    const sizes = fc.record({
      rollouts: fc.integer({ min: 2, max: 8 }),
      promptsPerUpdate: fc.integer({ min: 1, max: 6 }),
      updates: fc.integer({ min: 1, max: 4 }),
      passes: fc.integer({ min: 1, max: 4 }),
      epochs: fc.integer({ min: 1, max: 3 }),
      rows: fc.integer({ min: 24, max: 400 }),
    });
    fc.assert(
      fc.property(sizes, ({ rollouts, promptsPerUpdate, updates, passes, epochs, rows }) => {
        const answers = rollouts * promptsPerUpdate;
        fc.pre(answers % passes === 0);
        const promptsPerStep = promptsPerUpdate * updates;
        const counts = { rollouts, epochs, promptsPerStep, promptsPerUpdate, deviceBatch: answers / passes };
        const options = trlOptions.parse({ ...OPTIONS, ...counts });
        const schedule = scheduleOf(options, rows);
        expect(schedule.passesPerUpdate).toBe(passes);
        expect(schedule.passesPerStep).toBe(passes * updates);
        expect(schedule.maxSteps).toBe(Math.floor(rows / promptsPerStep) * epochs * updates);
        expect(schedule.saveSteps % updates).toBe(0);
      }),
    );
  });
});
