import { z } from 'zod';
import type { GenerationEngine } from '../engines/generation.ts';
import type { Json } from '../json.ts';
import { defineStep } from '../step.ts';

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
    const { engine } = (await input('engine').module()) as unknown as { readonly engine: GenerationEngine };
    const manifest = input('manifest').json() as { readonly total: number };
    const request = engine.render({
      options: params.options as { readonly [key: string]: Json },
      prompts: { digest: input('prompts').digest, count: manifest.total },
      checkpoint: input('checkpoint').digest,
      code: Object.fromEntries([...inputs('code')].map(([name, { digest }]) => [name, digest])),
      ...(params.versions === undefined ? {} : { versions: params.versions }),
    });
    outputs.writeJson('request', request as unknown as Json);
  },
});
