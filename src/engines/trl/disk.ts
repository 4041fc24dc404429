import { type DiskNeed, diskNeed } from '../python/disk-space.ts';
import type { ModelSize } from '../python/model-size.ts';
import type { TrlOptions } from './options.ts';

/** Weights in fp32, and Adam's two moments (Kingma & Ba 2015). */
const BYTES_OF_VALUE = { weight: 4, checkpoint: 12 } as const;

/**
 * What a run of TRL has on the disk at its fullest, with P values in the model: `saveLimit` + 1 checkpoints of 12 P
 * bytes, since transformers removes the oldest once the newest is written (`Trainer._save_checkpoint`), and the model
 * at the end and the one that is handed on, of 4 P bytes each.
 */
export function diskNeedOf({ saveLimit }: TrlOptions, { parameters }: ModelSize): DiskNeed {
  return diskNeed({
    checkpoint: BYTES_OF_VALUE.checkpoint * parameters,
    checkpoints: saveLimit + 1,
    model: BYTES_OF_VALUE.weight * parameters,
    models: 2,
  });
}
