import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkDevices, visibleDevices } from '../../../src/engines/python/devices.ts';
import { failureOf } from '../../failure.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const SETTINGS = {
  trainer: 'TRL',
  option: 'languageModel.trl.gpus',
  resource: 'languageModel.resources.grpo.gpu',
};

describe('the GPUs of a job', () => {
  test.each([
    ['0,1,5', ['0', '1', '5']],
    ['GPU-8932f937,MIG-5c89852c', ['GPU-8932f937', 'MIG-5c89852c']],
    ['2,-1,3', ['2']],
    ['NoDevFiles', []],
    ['', []],
  ])('are those that CUDA_VISIBLE_DEVICES lists: %j', (listed, devices) => {
    expect(visibleDevices({ CUDA_VISIBLE_DEVICES: listed }).devices).toEqual(devices);
  });

  test('are those of the machine where nothing is listed', () => {
    const folder = join(temporaryFolder(), 'dev');
    mkdirSync(folder);
    for (const name of ['nvidia0', 'nvidia10', 'nvidia2', 'nvidiactl', 'nvidia-uvm', 'null'])
      writeFileSync(join(folder, name), '');
    expect(visibleDevices({}, folder).devices).toEqual(['0', '2', '10']);
    expect(visibleDevices({}, join(folder, 'none')).devices).toEqual([]);
  });

  test('are handed over as many as were asked for, and are an error where they are fewer', () => {
    const given = visibleDevices({ CUDA_VISIBLE_DEVICES: '3,7' });
    expect(checkDevices(1, SETTINGS, given)).toEqual(['3']);
    expect(checkDevices(0, SETTINGS, visibleDevices({ CUDA_VISIBLE_DEVICES: '' }))).toEqual([]);
    const { code, message, hint } = failureOf(() => checkDevices(3, SETTINGS, given));
    expect([code, message]).toEqual([
      'PROUIE_GPUS',
      'TRL is to run on 3 GPUs, but sees 2 here: CUDA_VISIBLE_DEVICES is "3,7".',
    ]);
    expect(hint).toBe(
      'Ask for 3 with `languageModel.resources.grpo.gpu`, or lower `languageModel.trl.gpus`; the latter changes which rows make a step, and so the run.',
    );
  });
});
