import { z } from 'zod';
import { checkYaml } from '../src/checked-yaml.ts';
import { isProuieError, ProuieError } from '../src/errors.ts';
import { REWARD_VARIANTS } from '../src/uie/all-rewards.ts';
import { rewardSettings } from './profile.ts';

const rewardName = z.enum(REWARD_VARIANTS as [string, ...string[]]);

const plan = z.strictObject({
  cm: z.enum(['ordered', 'reversed', 'shuffled', 'none']),
  sa: z.boolean(),
  de: z.enum(['none', 'grpo', 'sft']),
  reward: rewardName,
  rewardChanges: rewardSettings.extend({ variant: rewardName.optional() }).optional(),
  rows: z.enum(['fresh', 'seen']).optional(),
});

const changesSchema = z.strictObject({
  variants: z.record(z.string(), plan).optional(),
  cards: z.string().optional(),
  basis: z.string().optional(),
});

/**
 * Checks what a pipeline of one's own hands to the recipe: it is run as it stands, without a compiler that knows the types.
 *
 * @throws ProuieError PROUIE_INVALID with the nearest known name
 */
export function checkChanges(changes: object): void {
  try {
    checkYaml({ value: changes, locate: () => ({}), locateKey: () => undefined }, changesSchema, 'recipe');
  } catch (cause) {
    if (!isProuieError(cause)) throw cause;
    const { code, message, hint } = cause;
    throw new ProuieError(code, message, {
      hint: ['It stands in the pipeline, in the second argument of `recipe`.', hint]
        .filter(Boolean)
        .join(' '),
      cause,
    });
  }
}
