import { join } from 'node:path';
import { checkDevices } from '../python/devices.ts';
import { checkDiskSpace } from '../python/disk-space.ts';
import { type Launch, launchOf } from '../python/machines.ts';
import { readModelSize } from '../python/model-size.ts';
import { workFiles } from './config.ts';
import { diskNeedOf } from './disk.ts';
import type { LlamaFactoryOptions } from './options.ts';

/**
 * Looks at the machine before anything is loaded.
 *
 * @throws ProuieError PROUIE_GPUS, PROUIE_MACHINES, PROUIE_DISK, PROUIE_MODEL_FILES
 */
export async function checkMachine(options: LlamaFactoryOptions, work: string): Promise<Launch> {
  checkDevices(options.gpus, {
    trainer: 'LLaMA-Factory',
    option: 'languageModel.sft.gpus',
    resource: 'languageModel.resources.sft.gpu',
  });
  const launch = await launchOf(options.nodes ?? 1, {
    trainer: 'LLaMA-Factory',
    option: 'languageModel.sft.nodes',
    resource: 'languageModel.resources.sft.nodes',
  });
  const need = diskNeedOf(options, readModelSize(join(work, workFiles.model)));
  checkDiskSpace(work, [workFiles.output, workFiles.merged], need, 'languageModel.sft.saveLimit');
  return launch;
}

/** Caches of data sets by path would outlive the data, so each run has its own. */
export function environmentOf(
  options: LlamaFactoryOptions,
  work: string,
): { readonly [name: string]: string } {
  const onGpus: Record<string, string> = { FORCE_TORCHRUN: '1', NPROC_PER_NODE: String(options.gpus) };
  const onCpu: Record<string, string> = { CUDA_VISIBLE_DEVICES: '' };
  const onCpus: Record<string, string> = { ...onCpu, FORCE_TORCHRUN: '1', NPROC_PER_NODE: '1' };
  return {
    HF_HOME: join(work, 'cache'),
    OMP_NUM_THREADS: String(options.threads),
    USE_V1: '0',
    ...(options.gpus > 0 ? onGpus : (options.nodes ?? 1) > 1 ? onCpus : onCpu),
  };
}
