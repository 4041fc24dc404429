import type { TrainingOrder } from '../../../src/engines/engine.ts';
import type { Json } from '../../../src/json.ts';
import { completeRewardOptions } from '../../../src/uie/reward-settings.ts';

/** The paper's n and epochs by phase; rows as the mixtures of Deep Exploration have them. */
export const PHASES = {
  ner: { rollouts: 4, epochs: 2, rows: 80_000 },
  re: { rollouts: 8, epochs: 3, rows: 50_000 },
  ee: { rollouts: 8, epochs: 3, rows: 9_991 },
} as const;

/** As in the profile `paper`, on 8 GPUs. */
const PAPER_OPTIONS = {
  promptsPerStep: 128,
  promptsPerUpdate: 128,
  deviceBatch: { update: 4, experience: 8 },
  maxPrompt: 1536,
  maxAnswer: 1024,
  learningRate: 1e-6,
  gpus: 8,
} as const;

export function phaseOrder(
  phase: keyof typeof PHASES,
  changes: { readonly [name: string]: Json } = {},
): TrainingOrder {
  const { rollouts, epochs, rows } = PHASES[phase];
  return grpoOrder({ ...PAPER_OPTIONS, rollouts, epochs, ...changes }, rows, `${phase}`);
}

export function grpoOrder(
  options: { readonly [name: string]: Json },
  rows: number,
  digest = 'rows',
): TrainingOrder {
  return {
    method: 'grpo',
    seed: 7,
    options,
    reward: completeRewardOptions({}) as unknown as Json,
    rows: { digest, count: rows },
    start: 'start',
    code: { reward: 'r', bridge: 'b', sfr: 's' },
  };
}

/** The same options, small enough for a run of a few steps. */
export const SMALL_OPTIONS = {
  rollouts: 4,
  epochs: 3,
  promptsPerStep: 8,
  promptsPerUpdate: 4,
  deviceBatch: { update: 2, experience: 4 },
  maxPrompt: 400,
  maxAnswer: 100,
  learningRate: 1e-6,
  gpus: 2,
  saveSteps: 2,
  validationRows: 3,
} as const;
