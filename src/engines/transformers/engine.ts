import { z } from 'zod';
import { checkOptions } from '../checked-options.ts';
import type { GenerationEngine, GenerationRequest } from '../generation.ts';
import { generationOptions, greedySampling, runGenerator, settingsFile } from '../generation-run.ts';
import { requestedVersions } from '../python/requested-versions.ts';
import { openServer } from '../serving/server.ts';

const options = /* @__PURE__ */ z.strictObject({
  ...generationOptions,
  precision: z.enum(['bf16', 'fp32']).default('fp32'),
  attention: z.enum(['sdpa', 'eager']).default('sdpa'),
  /** 0 for the processor. A shard takes no more than one. */
  gpus: z.int().min(0).max(1),
  /** Threads of one operation on the processor. */
  threads: z.int().positive().default(1),
});

/** Greedy generation by transformers, in the environment `sft`. */
export const engine: GenerationEngine = {
  name: 'transformers',
  render(order) {
    const chosen = checkOptions('transformers', options, order.options);
    return {
      schemaVersion: 1,
      engine: 'transformers',
      ...order,
      options: chosen,
      sampling: greedySampling(chosen),
      versions: requestedVersions('sft', ['transformers', 'tokenizers', 'torch'], order.versions),
      files: settingsFile(chosen, order.prompts.count, {
        dtype: chosen.precision === 'bf16' ? 'bfloat16' : 'float32',
        attention: chosen.attention,
        device: chosen.gpus === 0 ? 'cpu' : 'cuda',
      }),
    };
  },
  generate: (context, request, shard) => runGenerator(context, request, shard, 'sft', environmentOf(request)),
  serve: (context, request) => openServer(context, request, 'sft', environmentOf(request)),
};

function environmentOf(request: GenerationRequest): { readonly [name: string]: string } {
  const { gpus, threads } = checkOptions('transformers', options, request.options);
  return { OMP_NUM_THREADS: String(threads), ...(gpus === 0 ? { CUDA_VISIBLE_DEVICES: '' } : {}) };
}
