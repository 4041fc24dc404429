import { z } from 'zod';
import type { Json } from '../json.ts';
import { defineStep } from '../step.ts';
import { generationEngine } from './engine-module.ts';
import { readTotal } from './manifest.ts';

/**
 * Writes the request of a generation: plain data that names everything that can change an answer, and nothing that
 * cannot. Inputs: `engine`, a bundle; `prompts` and their `manifest`; `checkpoint`; and `code/<name>`.
 */
export const step = defineStep({
  params: z.strictObject({
    /** The engine's options; the engine checks them. */
    options: z.record(z.string(), z.json()),
    /** Versions in an environment that was not made from our lock; see `src/engines/python/requested-versions.ts`. */
    versions: z.record(z.string(), z.string()).optional(),
  }),
  outputs: { request: 'json' },
  async run({ params, input, inputs, outputs }) {
    const engine = await generationEngine(input('engine'));
    const request = engine.render({
      options: params.options,
      prompts: { digest: input('prompts').digest, count: readTotal(input('manifest')) },
      checkpoint: input('checkpoint').digest,
      code: Object.fromEntries([...inputs('code')].map(([name, { digest }]) => [name, digest])),
      ...(params.versions === undefined ? {} : { versions: params.versions }),
    });
    outputs.writeJson('request', request as unknown as Json);
  },
});
