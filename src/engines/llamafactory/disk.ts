import { type DiskNeed, diskNeed } from '../python/disk-space.ts';
import type { ModelSize } from '../python/model-size.ts';
import type { LlamaFactoryOptions } from './options.ts';

/** Adam's two moments in fp32 (Kingma & Ba 2015). */
const MOMENTS = 8;
/** The same and a copy of the weights in fp32 (ZeRO, Rajbhandari et al. 2020, section 3.1: K = 12). */
const ZERO_STATES = 12;

/**
 * What a run of LLaMA-Factory has on the disk at its fullest, with P values that learn:
 *
 * - a checkpoint without DeepSpeed: weights and moments in fp32, (4 + 8) P bytes
 * - one with DeepSpeed: the weights twice (as a model and as DeepSpeed's own) and its states, (2 w + 12) P bytes, where
 *   w is 2 in bf16 and 4 in fp32
 * - `saveLimit` + 1 checkpoints: transformers removes the oldest once the newest is written (`Trainer._save_checkpoint`)
 * - two models: the trainer's (or the one that an adapter was merged into), and the one that is handed on
 *
 * Of LoRA, P is the rank times rows plus columns of every linear layer (Hu et al. 2021, section 4.1).
 */
export function diskNeedOf(
  { finetuning, lora, deepspeed, precision, saveLimit }: LlamaFactoryOptions,
  { parameters, adapterParameters, bytes }: ModelSize,
): DiskNeed {
  const learning = finetuning === 'lora' ? lora.rank * adapterParameters : parameters;
  const weight = deepspeed !== 'none' && precision === 'bf16' ? 2 : 4;
  const value = deepspeed === 'none' ? 4 + MOMENTS : 2 * weight + ZERO_STATES;
  return diskNeed({
    checkpoint: value * learning,
    checkpoints: saveLimit + 1,
    model: finetuning === 'lora' ? bytes : weight * parameters,
    models: 2,
  });
}
