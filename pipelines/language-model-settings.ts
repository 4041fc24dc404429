import { z } from 'zod';
import { easyR1Options } from '../src/engines/easyr1/options.ts';
import { llamaFactoryOptions } from '../src/engines/llamafactory/options.ts';
import { environmentSettings } from '../src/engines/python/environment-settings.ts';
import { trlOptions } from '../src/engines/trl/options.ts';

/** The model before any training. */
const startModel = z.discriminatedUnion('kind', [
  /** A folder as transformers writes it, such as Qwen3-4B. */
  z.strictObject({ kind: z.literal('folder'), path: z.string() }),
  /** A tiny Qwen3 with random weights, and a tokenizer that is learned from the rows of CM's last phase. */
  z.strictObject({
    kind: z.literal('tiny'),
    seed: z.int().nonnegative().default(0),
    vocabulary: z.int().positive().default(2048),
    context: z.int().positive().default(4096),
    hidden: z.int().positive().default(64),
    layers: z.int().positive().default(2),
  }),
]);

const resources = z.strictObject({
  cpu: z.int().positive().exactOptional(),
  /** Gigabytes. */
  memory: z.number().positive().exactOptional(),
  /** Of each machine. */
  gpu: z.int().nonnegative().exactOptional(),
  /** Machines of a cluster that work together; one where left out. */
  nodes: z.int().positive().exactOptional(),
  /** Seconds. */
  time: z.number().positive().exactOptional(),
  /** Processes that share a node's work. */
  shards: z.int().positive().exactOptional(),
});

/** The group `languageModel` of a profile: what the engines of language models need. */
export const languageModelSettings = z.strictObject({
  start: startModel,
  /** Where the Python environments are that `prouie env create` did not make. */
  environments: environmentSettings.optional(),
  sft: llamaFactoryOptions.omit({ epochs: true }),
  trl: trlOptions.omit({ epochs: true, rollouts: true }).optional(),
  easyr1: easyR1Options.omit({ epochs: true, rollouts: true }).optional(),
  /** Options of transformers or vLLM, which check them. */
  generation: z.record(z.string(), z.json()),
  /** Share of a model's answers that may be cut off by their length; with more of them nothing is scored. */
  cutShare: z.number().min(0).max(1).exactOptional(),
  /** How a model before any training is asked where that differs: without the empty block Qwen3 thinks to the limit. */
  base: z.strictObject({ emptyThinking: z.boolean().default(true) }).prefault({}),
  /** What a node asks of the machine that it runs on. */
  resources: z.strictObject({ sft: resources, grpo: resources, generation: resources }).default({
    sft: {},
    grpo: {},
    generation: {},
  }),
});
