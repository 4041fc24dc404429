import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseLooseJson } from '../../../src/engines/python/loose-json.ts';
import { curvesOf } from '../../../src/engines/trl/curves.ts';
import { finishedRun, prepareResume } from '../../../src/engines/trl/evidence.ts';
import { handOverConfig, withoutSampling } from '../../../src/engines/trl/hand-over.ts';
import { failureOf } from '../../failure.ts';
import { temporaryFolder, writeFiles } from '../../temporary-folder.ts';

const FINISHED = { rows: 8, prompts: 16, step: 8, maxSteps: 8, versions: { trl: '0.24.0' } };

function outputWith(
  marker: string,
  files: { readonly [path: string]: string } = { 'model.safetensors': 'abcd' },
): string {
  const folder = temporaryFolder();
  writeFiles(folder, { ...files, 'finished.json': marker });
  return folder;
}

describe('the evidence of a finished run', () => {
  const whole = JSON.stringify({ ...FINISHED, files: { 'model.safetensors': 4 } });

  it('is a marker, the last step, and every file in its size', () => {
    expect(finishedRun(outputWith(whole), 8)).toMatchObject({ rows: 8, step: 8 });
  });

  it.each([
    ['a model without a marker', '', undefined],
    ['a marker that was cut off', whole.slice(0, 20), undefined],
    ['a marker of other steps', whole.replace('"step":8', '"step":6'), undefined],
    ['a marker that names no file', JSON.stringify({ ...FINISHED, files: {} }), undefined],
    ['a weight file that was cut off', whole, { 'model.safetensors': 'abc' }],
    ['a weight file that is gone', whole, { 'config.json': '{}' }],
  ])('is not %s', (_, marker, files) => {
    expect(finishedRun(outputWith(marker, files), 8)).toBeUndefined();
  });
});

describe('what a run goes on from', () => {
  const checkpoint = (step: number, marker: boolean) => ({
    [`checkpoint-${step}/optimizer.pt`]: 'xyz',
    ...(marker ? { [`checkpoint-${step}/whole.json`]: '{"step":2,"files":{"optimizer.pt":3}}' } : {}),
  });

  it('is the newest whole checkpoint, by number; half ones are put aside, never over one another', () => {
    const folder = temporaryFolder();
    const [output, aside] = [join(folder, 'output'), join(folder, 'aside')];
    writeFiles(output, { ...checkpoint(2, true), ...checkpoint(10, true), ...checkpoint(12, false) });
    expect(prepareResume(output, aside)).toBe(join(output, 'checkpoint-10'));
    writeFiles(output, checkpoint(12, false));
    expect(prepareResume(output, aside)).toBe(join(output, 'checkpoint-10'));
    expect(readdirSync(aside).sort()).toEqual(['checkpoint-12.0', 'checkpoint-12.1']);
    writeFileSync(join(output, 'checkpoint-10', 'optimizer.pt'), 'x');
    expect(prepareResume(output, aside)).toBe(join(output, 'checkpoint-2'));
  });

  it('is nothing where nothing is whole', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'output', 'checkpoint-2'), { recursive: true });
    expect(prepareResume(join(folder, 'output'), join(folder, 'aside'))).toBeUndefined();
    expect(prepareResume(join(folder, 'nowhere'), join(folder, 'aside'))).toBeUndefined();
  });
});

describe('a model that is handed over', () => {
  it('has its rope_theta where transformers 4 looks for it', () => {
    const start = { model_type: 'qwen3', rope_theta: 1_000_000 };
    const trained = { model_type: 'qwen3', rope_parameters: { rope_theta: 1_000_000, rope_type: 'default' } };
    expect(handOverConfig(trained, start)).toEqual({ ...trained, rope_theta: 1_000_000 });
    expect(handOverConfig(start, trained)).toEqual(start);
    expect(handOverConfig({}, {})).toEqual({});
  });

  it('is refused with another rope_theta than it began with', () => {
    const failure = failureOf(() => handOverConfig({ rope_theta: 10_000 }, { rope_theta: 1_000_000 }));
    expect([failure.code, failure.message]).toEqual([
      'PROUIE_CHECKPOINT',
      'Training began with rope_theta 1000000 and left 10000.',
    ]);
  });

  it('is trained without sampling settings of its own', () => {
    const qwen = {
      bos_token_id: 3,
      do_sample: true,
      eos_token_id: [1, 3],
      temperature: 0.6,
      top_k: 20,
      top_p: 0.95,
    };
    expect(withoutSampling(qwen)).toEqual({ bos_token_id: 3, eos_token_id: [1, 3] });
  });
});

describe('the curves of a run', () => {
  it('have the names of other engines, and gaps where a value is no number', () => {
    const state = `{"log_history": [
      {"step": 1, "reward": -0.5, "rewards/reward/mean": -0.5, "frac_reward_zero_std": 0.25, "kl": NaN,
       "components/malformed": 0.5, "components/overall": -0.5, "completions/clipped_ratio": 1, "step_time": 3.2},
      {"step": 2, "kl": 0.1, "completions/mean_length": 31.5},
      {"step": 2, "train_runtime": 4.1, "train_loss": 0.2, "total_flos": 0}
    ]}`;
    const { log_history } = parseLooseJson(state) as { log_history: { readonly [name: string]: unknown }[] };
    expect(curvesOf(log_history)).toEqual([
      { step: 1, name: 'reward', value: -0.5 },
      { step: 1, name: 'ties', value: 0.25 },
      { step: 1, name: 'malformed', value: 0.5 },
      { step: 1, name: 'truncated', value: 1 },
      { step: 2, name: 'kl', value: 0.1 },
      { step: 2, name: 'length', value: 31.5 },
    ]);
  });
});
