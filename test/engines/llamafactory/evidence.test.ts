import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { curvesOf, rowsSeen } from '../../../src/engines/llamafactory/curves.ts';
import { isFinished, prepareResume } from '../../../src/engines/llamafactory/evidence.ts';
import { parseLooseJson } from '../../../src/engines/python/loose-json.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

function write(folder: string, files: { readonly [path: string]: string }): string {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

const state = (step: number, of: number): string =>
  JSON.stringify({ global_step: step, max_steps: of, log_history: [] });
const FINISHED = { 'train_results.json': '{}', 'trainer_state.json': state(4, 4), 'model.safetensors': 'w' };

describe('a run is over', () => {
  it('when its results, its last step and all its weights are there', () => {
    expect(isFinished(write(temporaryFolder(), FINISHED), 'full')).toBe(true);
  });

  it.each([
    ['without its results', { 'train_results.json': undefined }],
    ['before its last step', { 'trainer_state.json': state(3, 4) }],
    ['with a state that was cut off', { 'trainer_state.json': '{"global_step": 4' }],
    ['without its weights', { 'model.safetensors': undefined }],
  ] as const)('and not %s', (_, changes) => {
    const files = Object.entries({ ...FINISHED, ...changes }).filter(([, text]) => text !== undefined);
    expect(isFinished(write(temporaryFolder(), Object.fromEntries(files) as never), 'full')).toBe(false);
  });

  it('with every shard that its index names, and as an adapter with the adapter', () => {
    const index = JSON.stringify({ weight_map: { a: 'model-1.safetensors', b: 'model-2.safetensors' } });
    const folder = write(temporaryFolder(), {
      'train_results.json': '{}',
      'trainer_state.json': state(4, 4),
      'model.safetensors.index.json': index,
      'model-1.safetensors': 'w',
    });
    expect(isFinished(folder, 'full')).toBe(false);
    write(folder, { 'model-2.safetensors': 'w' });
    expect(isFinished(folder, 'full')).toBe(true);
    expect(isFinished(folder, 'lora')).toBe(false);
    write(folder, { 'adapter_model.safetensors': 'w', 'adapter_config.json': '{}' });
    expect(isFinished(folder, 'lora')).toBe(true);
  });
});

it('a run goes on from the newest whole checkpoint, and half ones are put aside', () => {
  const output = temporaryFolder();
  const aside = join(temporaryFolder(), 'aside');
  for (const step of [2, 10])
    write(join(output, `checkpoint-${step}`), {
      'trainer_state.json': state(step, 20),
      'training_args.bin': 'x',
    });
  write(join(output, 'checkpoint-12'), { 'optimizer.pt': 'half' });
  expect(prepareResume(output, aside)).toBe(10);
  expect(readdirSync(output).sort()).toEqual(['checkpoint-10', 'checkpoint-2']);
  expect(readdirSync(aside)).toEqual(['checkpoint-12.0']);
  expect(prepareResume(join(output, 'missing'), aside)).toBeUndefined();
});

describe('curves', () => {
  it('leave out what is no number and what the clock decides, and count a repeated step as the last time', () => {
    const log_history = [
      { step: 10, loss: 2, epoch: 0.5 },
      { step: 20, loss: null, epoch: 1 },
      { step: 10, loss: 1.5, epoch: 0.5 },
      { step: 20, train_runtime: 3.2, train_loss: 1 },
    ];
    expect(curvesOf({ log_history })).toEqual([
      { step: 10, name: 'loss', value: 1.5 },
      { step: 10, name: 'epoch', value: 0.5 },
      { step: 20, name: 'epoch', value: 1 },
    ]);
  });

  it('are read where Python wrote what JSON does not know', () => {
    expect(parseLooseJson('{"a": NaN, "b": [-Infinity, Infinity], "c": "NaN, \\"Infinity\\""}')).toEqual({
      a: null,
      b: [null, null],
      c: 'NaN, "Infinity"',
    });
  });

  it('come with the rows that the trainer says it was given, of its last beginning', () => {
    expect(rowsSeen('x\n  Num examples = 1,024\n …\n  Num examples = 845,646\n')).toBe(845_646);
    expect(rowsSeen('nothing of the kind')).toBeUndefined();
  });
});
