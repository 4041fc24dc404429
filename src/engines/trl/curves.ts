import type { CurvePoint } from '../engine.ts';

/** TRL's names for what other engines call so too. */
const NAMES: ReadonlyMap<string, string> = /* @__PURE__ */ new Map([
  ['frac_reward_zero_std', 'ties'],
  ['completions/clipped_ratio', 'truncated'],
  ['completions/mean_length', 'length'],
  ['completions/min_length', 'length_min'],
  ['completions/max_length', 'length_max'],
  ['clip_ratio/region_mean', 'clipped'],
  ['clip_ratio/low_mean', 'clipped_low'],
  ['clip_ratio/high_mean', 'clipped_high'],
]);

/** Said twice, or a matter of the clock. */
const LEFT_OUT = /^(rewards\/|components\/overall$|step_time$|profiling\/|train_|total_flos$)/;

/** What the driver adds to the trainer's history: means of the parts of a reward. */
const COMPONENT = 'components/';

/**
 * The curves of a run, by step: `reward`, its components and `malformed`, `kl`, `entropy`, `loss`, and `ties`, the
 * share of groups whose answers were all worth the same. A value that is no number leaves a gap.
 */
export function curvesOf(history: readonly { readonly [name: string]: unknown }[]): CurvePoint[] {
  return history.flatMap(({ step, ...entry }) =>
    Object.entries(entry).flatMap(([name, value]) =>
      typeof step === 'number' && typeof value === 'number' && Number.isFinite(value) && !LEFT_OUT.test(name)
        ? [{ step, name: curveName(name), value }]
        : [],
    ),
  );
}

function curveName(name: string): string {
  return NAMES.get(name) ?? (name.startsWith(COMPONENT) ? name.slice(COMPONENT.length) : name);
}
