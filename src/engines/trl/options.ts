import { z } from 'zod';

const positive = z.number().positive();
const count = z.int().positive();

/**
 * Options of GRPO with TRL. Those that EasyR1 has too bear the same names and mean the same (docs/trl.md). Whatever is
 * not given here is written out in `settings.ts`.
 */
export const trlOptions = z.strictObject({
  /** 0.24 is in the environment `sft`, 1.16 in `grpo`. */
  version: z.enum(['0.24', '1.16']).default('0.24'),
  /** Answers to each prompt. */
  rollouts: z.int().min(2),
  epochs: count,
  /** Prompts of a step; the last prompts of an epoch that do not fill a step are left out. */
  promptsPerStep: count,
  /** Prompts of one change of the weights; a step makes several where it is smaller. */
  promptsPerUpdate: count,
  /** Answers that are worked on at once. */
  deviceBatch: count,
  /** In tokens, chat template included. A longer prompt is an error. */
  maxPrompt: count,
  /** In tokens; an answer that reaches it is cut off, and rewarded as it is. */
  maxAnswer: count,
  /** Whether prompts end in an empty block of thinking; it must be the same in fine-tuning and evaluation. */
  emptyThinking: z.boolean().default(false),
  temperature: positive.default(1),
  topP: z.number().gt(0).max(1).default(1),
  kl: z
    .strictObject({
      /** Of the KL term in the loss, towards the start of the phase; 0 does without the reference model. */
      coefficient: z.number().nonnegative().default(0.01),
    })
    .prefault({}),
  clip: z
    .strictObject({ low: positive.default(0.2), high: positive.default(0.2), dual: positive.default(3) })
    .prefault({}),
  /** Over what the loss is a mean: all tokens of an update, or first those of each answer. */
  lossMean: z.enum(['token', 'seq']).default('seq'),
  learningRate: positive,
  scheduler: z.enum(['constant', 'cosine']).default('constant'),
  warmupRatio: z.number().min(0).max(1).default(0),
  weightDecay: z.number().nonnegative().default(0.01),
  maxGradNorm: positive.default(1),
  precision: z.enum(['bf16', 'fp32']).default('bf16'),
  /** 0 for the processor. This engine knows one machine, and no more than one GPU. */
  gpus: z.int().min(0).max(1),
  /** Threads of one operation on the processor; they can change the last bits of a sum. */
  threads: count.default(1),
  /** Whether activations are computed again in the backward pass, which takes time and saves memory. */
  gradientCheckpointing: z.boolean().default(false),
  /** Steps between two checkpoints to resume from. */
  saveSteps: count.default(50),
  /** How many of these are kept: two at least, since one goes before the newest is known to be whole. */
  saveLimit: z.int().min(2).default(3),
  /** How long the rewards of a step may take. */
  rewardSeconds: positive.default(600),
});

export type TrlOptions = z.output<typeof trlOptions>;
