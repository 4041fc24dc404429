import { z } from 'zod';
import type { Json } from '../json.ts';
import { defineStep } from '../step.ts';

/**
 * Writes the request of a training run: plain data that names everything that can change the result - configuration,
 * rows, start checkpoint, engine and reward by the digests of their content - and nothing that cannot.
 */
export const step = defineStep({
  params: z.strictObject({
    engine: z.enum(['embedded']),
    method: z.enum(['sft', 'grpo']),
    seed: z.int(),
    /** The engine's options; the engine checks them. */
    options: z.record(z.string(), z.json()),
    /** Options of the reward that differ from its defaults; GRPO only. */
    reward: z.record(z.string(), z.json()).optional(),
  }),
  outputs: { request: 'json' },
  run({ params, input, hasInput, outputs }) {
    const digest = (name: string): string | null => (hasInput(name) ? input(name).digest : null);
    const request: { readonly [key: string]: Json } = {
      schemaVersion: 1,
      engine: params.engine,
      method: params.method,
      seed: params.seed,
      options: params.options as Json,
      reward: (params.reward as Json | undefined) ?? null,
      rows: digest('rows'),
      start: digest('start'),
      code: { engine: digest('engine'), reward: digest('rewardCode') },
    };
    outputs.writeJson('request', request);
  },
});
