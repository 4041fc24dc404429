import type { TrainingRequest } from '../../../src/engines/engine.ts';
import { engine } from '../../../src/engines/llamafactory/engine.ts';
import type { Json } from '../../../src/json.ts';
import { digestOf } from '../run-folder.ts';

/** What a fine-tuning is to be asked for. */
export interface FineTuning {
  /** Files by their names, among them `rows` and `start`. */
  readonly inputs: { readonly [name: string]: string };
  /** How many rows there are. */
  readonly count: number;
  readonly options: { readonly [name: string]: Json };
  /** Versions that an environment must have; those of the lock where left out. */
  readonly versions?: { readonly [program: string]: string };
}

export function fineTuningRequest({ inputs, count, options, versions }: FineTuning): TrainingRequest {
  return engine.render({
    method: 'sft',
    seed: 3,
    options,
    reward: null,
    rows: { digest: digestOf(inputs['rows']!), count },
    start: digestOf(inputs['start']!),
    code: {},
    ...(versions === undefined ? {} : { versions }),
  });
}
