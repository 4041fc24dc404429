import { z } from 'zod';
import { checkOptions } from '../checked-options.ts';
import type { GenerationEngine } from '../generation.ts';
import { generationOptions, greedySampling, runGenerator, settingsFile } from '../generation-run.ts';
import { requestedVersions } from '../python/requested-versions.ts';
import { openServer } from '../serving/server.ts';

const options = /* @__PURE__ */ z.strictObject({
  ...generationOptions,
  /** Prompts that are handed over at once; their answers are safe before the next ones are. */
  batch: z.int().positive().default(1024),
  precision: z.enum(['bf16', 'fp32']).default('bf16'),
  /** GPUs that share one copy of the model. */
  tensorParallel: z.int().positive().default(1),
  /** Share of a GPU's memory that vLLM may take. */
  memoryShare: z.number().positive().max(1).default(0.9),
  /** Without captured graphs: slower, and less memory. */
  eager: z.boolean().default(false),
});

/** Greedy generation by vLLM, offline, in the environment `predict`. */
export const engine: GenerationEngine = {
  name: 'vllm',
  render(order) {
    const chosen = checkOptions('vllm', options, order.options);
    return {
      schemaVersion: 1,
      engine: 'vllm',
      ...order,
      options: chosen,
      sampling: greedySampling(chosen),
      versions: requestedVersions('predict', ['vllm', 'transformers', 'tokenizers', 'torch'], order.versions),
      files: settingsFile(chosen, order.prompts.count, {
        dtype: chosen.precision === 'bf16' ? 'bfloat16' : 'float32',
        tensorParallel: chosen.tensorParallel,
        memoryShare: chosen.memoryShare,
        eager: chosen.eager,
        // Nothing is drawn.
        seed: 0,
      }),
    };
  },
  generate: (context, request, shard) => runGenerator(context, request, shard, 'predict', VARIABLES),
  serve: (context, request) => openServer(context, request, 'predict', VARIABLES),
};

/** In one process vLLM plans its batches by the prompts alone. */
const VARIABLES = { VLLM_ENABLE_V1_MULTIPROCESSING: '0' } as const;
