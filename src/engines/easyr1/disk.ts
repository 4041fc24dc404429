import { type DiskNeed, diskNeed } from '../python/disk-space.ts';
import type { ModelSize } from '../python/model-size.ts';
import type { EasyR1Options } from './options.ts';

/** Shards of weights and of Adam's two moments, all in fp32 as FSDP keeps them (Kingma & Ba 2015). */
const BYTES_OF_VALUE = { weight: 4, checkpoint: 12 } as const;

/**
 * What a run of EasyR1 has on the disk at its fullest, with P values in the model: `saveLimit` checkpoints of 12 P
 * bytes - EasyR1 removes the oldest before it writes the next - and the merged model and the one that is handed on, of
 * up to 4 P bytes each.
 */
export function diskNeedOf({ saveLimit }: EasyR1Options, { parameters }: ModelSize): DiskNeed {
  return diskNeed({
    checkpoint: BYTES_OF_VALUE.checkpoint * parameters,
    checkpoints: saveLimit,
    model: BYTES_OF_VALUE.weight * parameters,
    models: 2,
  });
}
