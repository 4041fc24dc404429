import type { RewardVariant } from './reward-variant.ts';

/** The variants of the reward by name: one file each in `rewards/`. */
export const rewardVariants: Readonly<Record<string, RewardVariant>> = /* @__PURE__ */ byName();

function byName(): Readonly<Record<string, RewardVariant>> {
  const files = import.meta.glob<RewardVariant>('./rewards/*.ts', { eager: true, import: 'reward' });
  return Object.fromEntries(
    Object.entries(files).map(([path, variant]) => [path.replace(/^.*\/|\.ts$/g, ''), variant]),
  );
}

/** The names of all variants of the reward. */
export const REWARD_VARIANTS: readonly string[] = /* @__PURE__ */ Object.keys(rewardVariants);
