import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { engine } from '../../../src/engines/easyr1/engine.ts';
import { temporaryFolder, writeFiles } from '../../temporary-folder.ts';
import { fileInput, writeModel } from './run-context.ts';

const RECORD = { rows: 27, prompts: 27, promptsPerStep: 8, stepsOfEpoch: 3, steps: 3 };

/** Collects the logs of a run of 27 rows in 3 steps, with these files in place of its own. */
function collect(changes: { readonly [file: string]: string }) {
  const folder = temporaryFolder();
  writeFiles(folder, {
    'log/run.json': JSON.stringify(RECORD),
    'log/train-1.log': '(Runner pid=7) Size of train dataloader: 3\n',
    'log/segment-1/experiment_log.jsonl': '{"step": 1}\n{"step": 3, "reward": {"overall": 0.5}}\n',
    ...Object.fromEntries(Object.entries(changes).map(([file, text]) => [`log/${file}`, text])),
  });
  return engine.collect(fileInput(join(folder, 'log')), fileInput(writeModel(join(folder, 'checkpoint'))));
}

describe('the rows of a run', () => {
  it('are those of the mixture where EasyR1 made all batches of them', () => {
    expect(collect({})).toEqual({ rows: 27, curves: [{ step: 3, name: 'reward/overall', value: 0.5 }] });
  });

  it('are those of the batches that it made, where these are fewer', () => {
    expect(collect({ 'train-1.log': 'Size of train dataloader: 2\n' }).rows).toBe(16);
  });

  it('are those of the last beginning, in the order of their numbers', () => {
    const logs = Object.fromEntries(
      [2, 9, 10].map((number) => [
        `train-${number}.log`,
        `Size of train dataloader: ${number === 10 ? 3 : 1}\n`,
      ]),
    );
    expect(collect(logs).rows).toBe(27);
  });

  it.each([
    ['does not tell of batches', { 'train-1.log': 'Total training steps: 3\n' }, /how many batches/],
    [
      'ends long before the last step',
      { 'segment-1/experiment_log.jsonl': '{"step": 1, "reward": {"overall": 1}}\n' },
      /end at step 1, but the run has 3/,
    ],
  ])('are not believed of a log that %s', (_, changes, message) => {
    expect(() => collect(changes as never)).toThrow(
      expect.objectContaining({ code: 'PROUIE_TRAINING_LOG', message: expect.stringMatching(message) }),
    );
  });
});
