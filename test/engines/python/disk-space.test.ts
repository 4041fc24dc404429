import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkOptions } from '../../../src/engines/checked-options.ts';
import { diskNeedOf } from '../../../src/engines/llamafactory/disk.ts';
import { llamaFactoryOptions } from '../../../src/engines/llamafactory/options.ts';
import { checkDiskSpace, diskNeed } from '../../../src/engines/python/disk-space.ts';
import { readModelSize } from '../../../src/engines/python/model-size.ts';
import { failureOf } from '../../failure.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { writeModel } from '../easyr1/run-context.ts';

const QWEN3_4B = { parameters: 4e9, bytes: 8e9, adapterParameters: 2e6 };

function needOf(changes: object) {
  const paper = { cutoff: 2048, epochs: 2, learningRate: 1e-5, deviceBatch: 4, gpus: 8 };
  return diskNeedOf(checkOptions('llamafactory', llamaFactoryOptions, { ...paper, ...changes }), QWEN3_4B);
}

describe('the room that a run needs', () => {
  test('is that of its checkpoints and models, for four thousand million parameters', () => {
    expect(needOf({ deepspeed: 'zero2' })).toEqual({
      bytes: 3 * 64e9 + 2 * 8e9,
      what: '3 checkpoints of 64.0 GB and 2 models of 8.0 GB',
    });
    expect(needOf({ saveLimit: 4 }).what).toBe('5 checkpoints of 48.0 GB and 2 models of 16.0 GB');
    expect(needOf({ finetuning: 'lora', lora: { rank: 16 } }).what).toBe(
      '3 checkpoints of 384.0 MB and 2 models of 8.0 GB',
    );
  });

  test('does not count what an earlier attempt has written, but what links lead to', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'output', 'checkpoint-2'), { recursive: true });
    writeFileSync(join(folder, 'output', 'checkpoint-2', 'optimizer.pt'), Buffer.alloc(600_000));
    writeFileSync(join(folder, 'large'), Buffer.alloc(500_000));
    symlinkSync(join(folder, 'large'), join(folder, 'output', 'link'));
    const need = diskNeed({ checkpoint: 500_000, checkpoints: 2, model: 250_000, models: 1 });
    const check = (free: number) => () =>
      checkDiskSpace(folder, ['output', 'merged'], need, 'a.saveLimit', free);
    expect(check(650_000)).not.toThrow();
    const { code, message } = failureOf(check(649_999));
    expect([code, message]).toEqual([
      'PROUIE_DISK',
      `The disk of ${folder} has 650.0 kB free, but this run will write up to 650.0 kB more: 2 checkpoints of 500.0 kB and 1 model of 250.0 kB.`,
    ]);
  });
});

describe('the size of a model', () => {
  test('is read from the headers of its weights', () => {
    // Three tensors: 3 x 4 of the vocabulary, 4 x 2 of a linear layer, and 4 of a norm.
    expect(readModelSize(writeModel(join(temporaryFolder(), 'model')))).toEqual({
      parameters: 24,
      bytes: 96,
      adapterParameters: 6,
    });
  });

  test('is an error where a file holds no weights', () => {
    const folder = writeModel(join(temporaryFolder(), 'model'));
    for (const content of [
      '',
      'words',
      Buffer.concat([Buffer.from([5, 0, 0, 0, 0, 0, 0, 0]), Buffer.from('{"a":')]),
    ]) {
      writeFileSync(join(folder, 'model.safetensors'), content);
      expect(failureOf(() => readModelSize(folder)).message).toBe(
        `${join(folder, 'model.safetensors')} is no safetensors file.`,
      );
    }
  });
});
