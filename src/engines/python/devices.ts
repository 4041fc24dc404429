import { existsSync, readdirSync } from 'node:fs';
import { ProuieError } from '../../errors.ts';

type Variables = { readonly [name: string]: string | undefined };

/** The GPUs that programs started from here will see, and how that is known. */
export interface VisibleDevices {
  /** Numbers or identifiers as CUDA takes them. */
  readonly devices: readonly string[];
  readonly source: string;
}

/**
 * The GPUs of this job. Where SLURM, or a user, has set CUDA_VISIBLE_DEVICES, these are its entries up to the first
 * that stands for none (CUDA C++ Programming Guide, environment variables); else the machine's device files.
 *
 * @param folder where the device files of GPUs lie
 */
export function visibleDevices(env: Variables = process.env, folder = '/dev'): VisibleDevices {
  const listed = env['CUDA_VISIBLE_DEVICES'];
  if (listed !== undefined) {
    const entries = listed.split(',').map((entry) => entry.trim());
    const end = entries.findIndex((entry) => ['', '-1', 'NoDevFiles'].includes(entry));
    return {
      devices: end < 0 ? entries : entries.slice(0, end),
      source: `CUDA_VISIBLE_DEVICES is "${listed}"`,
    };
  }
  const files = existsSync(folder) ? readdirSync(folder) : [];
  const devices = files
    .flatMap((name) => /^nvidia(\d+)$/.exec(name)?.[1] ?? [])
    .sort((a, b) => Number(a) - Number(b));
  return { devices, source: `CUDA_VISIBLE_DEVICES is not set, and ${folder} has no more` };
}

/** Where a profile says how many GPUs an engine takes, and how many its job is given. */
export interface DeviceSettings {
  /** Name of the trainer, for messages. */
  readonly trainer: string;
  /** `languageModel.sft.gpus`, for example. */
  readonly option: string;
  /** `languageModel.resources.sft.gpu`, for example. */
  readonly resource: string;
}

/**
 * Sees to it, before anything is loaded, that a job has the GPUs that its request was made for.
 *
 * @param wanted GPUs on this machine; 0 for the processor
 * @returns the first `wanted` of those that can be seen
 * @throws ProuieError PROUIE_GPUS where there are fewer
 */
export function checkDevices(
  wanted: number,
  { trainer, option, resource }: DeviceSettings,
  { devices, source }: VisibleDevices = visibleDevices(),
): readonly string[] {
  if (devices.length >= wanted) return devices.slice(0, wanted);
  throw new ProuieError(
    'PROUIE_GPUS',
    `${trainer} is to run on ${wanted} GPU${wanted === 1 ? '' : 's'}, but sees ${devices.length} here: ${source}.`,
    {
      hint: `Ask for ${wanted} with \`${resource}\`, or lower \`${option}\`; the latter changes which rows make a step, and so the run.`,
    },
  );
}
