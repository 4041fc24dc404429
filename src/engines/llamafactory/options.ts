import { z } from 'zod';

const positive = z.number().positive();

/** Options of supervised fine-tuning with LLaMA-Factory; whatever is not given here is not LLaMA-Factory's to choose. */
export const llamaFactoryOptions = z.strictObject({
  finetuning: z.enum(['full', 'lora']).default('full'),
  lora: z
    .strictObject({
      rank: z.int().positive().default(8),
      alpha: z.int().positive().default(16),
      dropout: z.number().min(0).max(0.9).default(0),
    })
    .prefault({}),
  /** The chat template by LLaMA-Factory's name; `qwen3` ends prompts in an empty block of thinking. */
  template: z.enum(['qwen3_nothink', 'qwen3']).default('qwen3_nothink'),
  /** Tokens of prompt and target together, after which LLaMA-Factory cuts both. */
  cutoff: z.int().positive(),
  /** Share of rows that may be cut; a run with more of them does not begin. */
  truncatedShare: z.number().min(0).max(1).default(0),
  epochs: positive,
  learningRate: positive,
  scheduler: z.enum(['cosine', 'linear', 'constant']).default('cosine'),
  warmupRatio: z.number().min(0).max(1).default(0.1),
  weightDecay: z.number().nonnegative().default(0),
  maxGradNorm: positive.default(1),
  /** Rows of one device in one pass. */
  deviceBatch: z.int().positive(),
  /** Passes before the weights change: rows of a step = deviceBatch * accumulation * devices. */
  accumulation: z.int().positive().default(1),
  /** Rows of a step, where it must be so many on whatever there is; what does not come to them is refused. */
  batch: z.int().positive().exactOptional(),
  precision: z.enum(['bf16', 'fp32']).default('bf16'),
  /** GPUs a machine; 0 for the processor. Part of the request: it decides which rows make a step. */
  gpus: z.int().nonnegative(),
  /** Machines; one where left out. Part of the request as `gpus` is. */
  nodes: z.int().positive().exactOptional(),
  /** Threads of one operation on the processor; on a busy machine several hinder one another. */
  threads: z.int().positive().default(1),
  deepspeed: z.enum(['none', 'zero2', 'zero3']).default('none'),
  /** Steps between two checkpoints to resume from. */
  saveSteps: z.int().positive().default(500),
  saveLimit: z.int().positive().default(2),
  loggingSteps: z.int().positive().default(10),
  /** Processes that turn rows into tokens, and that read them. */
  workers: z.strictObject({ preprocessing: z.int().positive(), loading: z.int().nonnegative() }).default({
    preprocessing: 16,
    loading: 4,
  }),
});

export type LlamaFactoryOptions = z.output<typeof llamaFactoryOptions>;
