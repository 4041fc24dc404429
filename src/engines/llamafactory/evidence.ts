import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readLooseJson } from '../python/loose-json.ts';
import { readTrainerState, TRAINER_STATE, type TrainerState } from '../python/trainer-state.ts';
import { putAside } from '../python/work-folder.ts';

/**
 * Whether a run is over: its results are written, its last step is done, and all files of the model are there. Exit
 * code 0 alone proves nothing, and a finished run that is begun again trains on.
 */
export function isFinished(output: string, finetuning: 'full' | 'lora'): boolean {
  const state = trainerStateOf(output);
  return (
    existsSync(join(output, 'train_results.json')) &&
    state !== undefined &&
    state.max_steps > 0 &&
    state.global_step >= state.max_steps &&
    missingWeights(output, finetuning).length === 0
  );
}

/** Files of weights that ought to be in a model's folder and are not. */
export function missingWeights(folder: string, finetuning: 'full' | 'lora' = 'full'): readonly string[] {
  const index = join(folder, 'model.safetensors.index.json');
  const names =
    finetuning === 'lora'
      ? ['adapter_model.safetensors', 'adapter_config.json']
      : existsSync(index)
        ? [...new Set(Object.values(weightMap(index)))]
        : ['model.safetensors'];
  return names.filter((name) => !existsSync(join(folder, name)));
}

function weightMap(index: string): { readonly [tensor: string]: string } {
  const schema = z.object({ weight_map: z.record(z.string(), z.string()) });
  return readLooseJson(schema, readFileSync(index, 'utf8'), index).weight_map;
}

function trainerStateOf(folder: string): TrainerState | undefined {
  try {
    return readTrainerState(readFileSync(join(folder, TRAINER_STATE), 'utf8'));
  } catch {
    // Not there, or cut off: it is no evidence.
    return undefined;
  }
}

/**
 * Puts aside what would hinder going on: checkpoints that were not written to their end, which LLaMA-Factory would
 * pick blindly.
 *
 * @returns the step that the run will go on from; undefined where it begins at the first
 */
export function prepareResume(output: string, aside: string): number | undefined {
  let last: number | undefined;
  for (const name of existsSync(output) ? readdirSync(output) : []) {
    const step = /^checkpoint-(\d+)$/.exec(name)?.[1];
    if (step === undefined) continue;
    const folder = join(output, name);
    if (trainerStateOf(folder) !== undefined && missingState(folder).length === 0)
      last = Math.max(last ?? 0, Number(step));
    else putAside(folder, aside);
  }
  return last;
}

/** What a checkpoint needs besides the trainer's state; DeepSpeed says in `latest` which of its folders is whole. */
function missingState(folder: string): readonly string[] {
  const isOfDeepSpeed = readdirSync(folder).some((name) => name.startsWith('global_step'));
  return ['training_args.bin', ...(isOfDeepSpeed ? ['latest'] : [])].filter(
    (name) => !existsSync(join(folder, name)),
  );
}
