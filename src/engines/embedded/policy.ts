/** A checkpoint opened for use: its weights and everything that is looked up by name. */
import type { JsonLayout } from '../../uie/json-layout.ts';
import { type Checkpoint, checkCheckpoint, FEATURE_VERSION } from './checkpoint.ts';
import { createLexicon, type Lexicon } from './lexicon.ts';
import { type Prompt, readPrompt } from './prompt.ts';
import type { RolePlan } from './role-layers.ts';
import { createSlots, type Slots } from './slots.ts';
import type { Weights } from './weights.ts';

export interface Policy {
  readonly weights: Weights;
  /** The weights of the policy that KL is measured against, where there is one. */
  readonly reference: Float32Array | undefined;
  readonly slots: Slots;
  readonly rolePlans: RolePlan[];
  readonly lexicon: Lexicon;
  /** By instruction. Filled as prompts come, so slots and role plans must be complete before the first one. */
  readonly prompts: Map<string, Prompt>;
  layout: JsonLayout;
}

/** A policy that reads the checkpoint's weights and never changes them. */
export function openPolicy(checkpoint: Checkpoint): Policy {
  const { weights } = checkpoint;
  return createPolicy(checkpoint, { weights, accumulators: new Float32Array(0) }, undefined);
}

/** A policy over copies of the checkpoint's weights; `withReference` keeps the weights as they are now for KL. */
export function openTrainablePolicy(checkpoint: Checkpoint, withReference = false): Policy {
  const { weights, accumulators } = checkpoint;
  const copies = {
    weights: weights.slice(),
    accumulators: accumulators?.slice() ?? new Float32Array(weights.length),
  };
  return createPolicy(checkpoint, copies, withReference ? weights : undefined);
}

function createPolicy(
  checkpoint: Checkpoint,
  { weights, accumulators }: { readonly weights: Float32Array; readonly accumulators: Float32Array },
  reference: Float32Array | undefined,
): Policy {
  checkCheckpoint(checkpoint);
  const { metadata } = checkpoint;
  return {
    weights: { values: weights, accumulators, mask: weights.length - 1 },
    reference,
    slots: createSlots(metadata.slots),
    rolePlans: metadata.rolePlans.slice(),
    lexicon: createLexicon(),
    prompts: new Map(),
    layout: metadata.layout,
  };
}

/** What a trained policy leaves behind. */
export function closePolicy({ weights, slots, rolePlans, layout }: Policy): Checkpoint {
  return {
    weights: weights.values,
    accumulators: weights.accumulators,
    metadata: {
      engine: 'embedded',
      featureVersion: FEATURE_VERSION,
      bits: 31 - Math.clz32(weights.values.length),
      layout,
      slots: slots.names,
      rolePlans,
    },
  };
}

/** @throws ProuieError PROUIE_INSTRUCTION when the instruction is none of the paper's */
export function promptOf(policy: Policy, instruction: string): Prompt {
  let prompt = policy.prompts.get(instruction);
  if (prompt === undefined) {
    prompt = readPrompt(instruction, policy.slots, policy.rolePlans);
    policy.prompts.set(instruction, prompt);
  }
  return prompt;
}
