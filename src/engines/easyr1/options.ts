import { z } from 'zod';
import { EASYR1_VERSIONS } from './keys.ts';

const positive = z.number().positive();
const count = z.int().positive();

/** Options of GRPO with EasyR1; whatever stands in its configuration besides is written out in `config.ts`. */
export const easyR1Options = z.strictObject({
  version: z.enum(EASYR1_VERSIONS).default('v0.3.3'),
  /** Answers to each prompt, n. */
  rollouts: count,
  epochs: count,
  /** Prompts of a step; the last prompts of an epoch that do not fill a step are left out. */
  promptsPerStep: count,
  /** Prompts of one change of the weights; a step makes several where it is smaller. */
  promptsPerUpdate: count,
  /** Answers that a GPU works on at once: when it learns, and when it computes probabilities. */
  deviceBatch: z.strictObject({ update: count, experience: count }),
  /** In tokens, chat template included. */
  maxPrompt: count,
  /** In tokens; an answer that reaches it is cut off. */
  maxAnswer: count,
  /** Share of prompts that may be too long and so be left out; a run with more of them does not begin. */
  overlongShare: z.number().min(0).max(1).default(0),
  /**
   * Whether prompts end in an empty block of thinking, as in Qwen3's own form without thinking; it must be the same in
   * fine-tuning and evaluation.
   */
  emptyThinking: z.boolean().default(false),
  temperature: positive.default(1),
  topP: z.number().gt(0).max(1).default(1),
  /** -1 for all tokens. */
  topK: z.int().min(-1).default(-1),
  kl: z
    .strictObject({
      /** Added to the loss as in GRPO, taken off the rewards, or left out with its reference model. */
      where: z.enum(['loss', 'reward', 'nowhere']).default('loss'),
      estimator: z.enum(['kl', 'abs', 'mse', 'low_var_kl']).default('low_var_kl'),
      coefficient: z.number().nonnegative().default(0.01),
    })
    .prefault({}),
  clip: z
    .strictObject({ low: positive.default(0.2), high: positive.default(0.2), dual: positive.default(3) })
    .prefault({}),
  /** Over what the loss is a mean: all tokens of a batch, or first those of each answer. */
  lossMean: z.enum(['token', 'seq']).default('seq'),
  learningRate: positive,
  scheduler: z.enum(['constant', 'cosine']).default('constant'),
  warmupRatio: z.number().min(0).max(1).default(0),
  weightDecay: z.number().nonnegative().default(0.01),
  maxGradNorm: positive.default(1),
  /** GPUs of the machine; part of the request, since it decides how batches are cut. */
  gpus: count,
  /** GPUs that share one copy of the model when answers are generated. */
  tensorParallel: count.default(1),
  /** Share of a GPU's memory for generation. */
  gpuMemory: z.number().gt(0).lt(1).default(0.6),
  /** Tokens that generation works on at once. */
  batchedTokens: count.default(8192),
  /** Whether weights and state of the optimizer wait in main memory while they are not needed. */
  offload: z.boolean().default(false),
  /** Steps between two checkpoints to resume from, and how many of these are kept. */
  saveSteps: count.default(50),
  saveLimit: count.default(3),
  /** EasyR1 always validates at the end; rows of the training set stand in, their scores count for nothing. */
  validationRows: count.default(16),
  /** How long the rewards of a step may take. */
  rewardSeconds: positive.default(600),
});

export type EasyR1Options = z.output<typeof easyR1Options>;
