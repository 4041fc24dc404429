import { z } from 'zod';
import type { Json } from '../json.ts';
import { defineStep } from '../step.ts';
import { trainingEngine } from './engine-module.ts';
import { readTotal } from './manifest.ts';

/**
 * Writes the request of a training run: plain data that names everything that can change the result, and nothing that
 * cannot. Inputs: `engine`, a bundle; `rows` and their `manifest`; `start`; and `code/<name>`, all code of ours that
 * acts inside the run.
 */
export const step = defineStep({
  params: z.strictObject({
    method: z.enum(['sft', 'grpo']),
    seed: z.int(),
    /** The engine's options; the engine checks them. */
    options: z.record(z.string(), z.json()),
    /** All options of the reward; GRPO only. */
    reward: z.record(z.string(), z.json()).optional(),
    /** Versions in an environment that was not made from our lock; see `src/engines/python/requested-versions.ts`. */
    versions: z.record(z.string(), z.string()).optional(),
  }),
  outputs: { request: 'json' },
  async run({ params, input, inputs, hasInput, outputs }) {
    const engine = await trainingEngine(input('engine'));
    const request = engine.render({
      method: params.method,
      seed: params.seed,
      options: params.options,
      reward: params.reward ?? null,
      rows: { digest: input('rows').digest, count: readTotal(input('manifest')) },
      start: hasInput('start') ? input('start').digest : null,
      code: Object.fromEntries([...inputs('code')].map(([name, { digest }]) => [name, digest])),
      ...(params.versions === undefined ? {} : { versions: params.versions }),
    });
    outputs.writeJson('request', request as unknown as Json);
  },
});
