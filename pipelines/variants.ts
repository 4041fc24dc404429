import type { Phase } from '../src/corpora/mixture.ts';
import { REWARD_VARIANTS } from '../src/uie/all-rewards.ts';
import type { RewardChanges } from '../src/uie/reward-settings.ts';

/** The models that are trained and compared: the paper's, its ablations (Tables 5 and 7), and controls that it lacks. */
export const VARIANTS = [
  'full',
  'without-sa',
  'without-de',
  'cm-only',
  'coarse-only',
  'fine-only',
  'sft-control',
  'plain-f1',
  'de-fresh',
  'de-seen',
  'cm-shuffled',
  'cm-reversed',
  'base',
] as const;
/** The name of a variant of the recipe. */
export type VariantName = (typeof VARIANTS)[number];

/** How a variant is trained; equal beginnings are trained once. */
export interface VariantPlan {
  /** The order of the CM phases, all of them shuffled into one, or none: a language model as it comes. */
  readonly cm: 'ordered' | 'reversed' | 'shuffled' | 'none';
  readonly sa: boolean;
  readonly de: 'none' | 'grpo' | 'sft';
  /** The variant of the reward: a file of `src/uie/rewards`. */
  readonly reward: string;
  /** What differs from the defaults of the reward; what the profile says of the variant stands over it. */
  readonly rewardChanges?: RewardChanges;
  /** Which rows DE prefers; undefined for the profile's assumption. */
  readonly rows?: 'fresh' | 'seen';
}

const base: VariantPlan = { cm: 'ordered', sa: true, de: 'grpo', reward: 'full' };

/** How each variant of the recipe is trained. */
export const VARIANT_PLANS = {
  full: base,
  'without-sa': { ...base, sa: false },
  'without-de': { ...base, de: 'none' },
  'cm-only': { ...base, sa: false, de: 'none' },
  'coarse-only': { ...base, reward: 'coarse' },
  'fine-only': { ...base, reward: 'fine' },
  'sft-control': { ...base, de: 'sft' },
  'plain-f1': { ...base, reward: 'f1' },
  'de-fresh': { ...base, rows: 'fresh' },
  'de-seen': { ...base, rows: 'seen' },
  'cm-shuffled': { ...base, cm: 'shuffled', sa: false, de: 'none' },
  'cm-reversed': { ...base, cm: 'reversed', sa: false, de: 'none' },
  base: { ...base, cm: 'none', sa: false, de: 'none' },
} as const satisfies Readonly<Record<VariantName, VariantPlan>>;

/** The recipe with each variant of the reward that none of those has, as `<name>-reward`. */
export const REWARD_PLANS: Readonly<Record<string, VariantPlan>> = Object.fromEntries(
  REWARD_VARIANTS.filter((name) => Object.values(VARIANT_PLANS).every(({ reward }) => reward !== name)).map(
    (name) => [`${name}-reward`, { ...base, reward: name }],
  ),
);

/** The node of the model before any training. */
export const BASE_MODEL = 'model/start';

/** The phases whose checkpoints are evaluated one by one, and the variant that ends in each. */
export const PHASE_VARIANTS = {
  cm1: 'after-cm1',
  cm2: 'after-cm2',
  cm3: 'cm-only',
  sa: 'without-de',
  de1: 'after-de1',
  de2: 'after-de2',
  de3: 'full',
} as const satisfies Readonly<Record<Phase, string>>;
