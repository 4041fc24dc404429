import { ProuieError } from '../errors.ts';
import { didYouMean } from '../suggest.ts';
import { REWARD_VARIANTS } from '../uie/all-rewards.ts';
import { PENALTY_FORMS } from '../uie/penalties.ts';
import { defaultRewardOptions, type RewardChanges, type RewardOptions } from '../uie/reward-settings.ts';
import { EMPTY_RULES } from '../uie/set-overlap.ts';

type Check = (value: unknown) => boolean;

/** What each option may be, in words and as a check. */
const CHOICES: { readonly [option in Exclude<keyof RewardOptions, 'weights'>]: readonly [string, Check] } = {
  variant: [`one of ${REWARD_VARIANTS.join(', ')}`, (value) => REWARD_VARIANTS.includes(value as never)],
  penalty: [`one of ${PENALTY_FORMS.join(', ')}`, (value) => PENALTY_FORMS.includes(value as never)],
  empty: [`one of ${EMPTY_RULES.join(', ')}`, (value) => EMPTY_RULES.includes(value as never)],
  clip: ['two numbers, the least first, or null', (value) => value === null || isRange(value)],
  gammaEe: ['a number above 0', (value) => isNumber(value) && value > 0],
  floor: ['a number', isNumber],
  triggerBound: ['true or false', (value) => typeof value === 'boolean'],
};

/**
 * Options of the reward as they come from outside, `weights` among them.
 *
 * @throws ProuieError PROUIE_REWARD_OPTIONS for an unknown option or one that is out of range
 */
export function readRewardChanges(value: unknown): RewardChanges {
  const options = recordOf(value, 'the options');
  for (const [name, option] of Object.entries(options)) {
    if (name === 'weights') checkWeights(option);
    else {
      checkName(name, [...Object.keys(CHOICES), 'weights'], 'option');
      const [words, fits] = CHOICES[name as keyof typeof CHOICES];
      if (!fits(option)) throw refusal(`\`${name}\` is ${words}, not ${JSON.stringify(option)}.`);
    }
  }
  return options as RewardChanges;
}

function checkWeights(value: unknown): void {
  const known: { readonly [task: string]: object } = defaultRewardOptions.weights;
  for (const [task, weights] of Object.entries(recordOf(value, '`weights`'))) {
    checkName(task, Object.keys(known), 'task');
    for (const [name, weight] of Object.entries(recordOf(weights, `\`weights.${task}\``))) {
      checkName(name, Object.keys(known[task]!), 'weight');
      if (!isNumber(weight) || weight < 0)
        throw refusal(`\`weights.${task}.${name}\` is a number from 0 on, not ${JSON.stringify(weight)}.`);
    }
  }
}

function checkName(name: string, known: readonly string[], what: string): void {
  if (!known.includes(name))
    throw refusal(
      `The reward has no ${what} \`${name}\`.`,
      didYouMean(name, known) ?? `Known: ${known.join(', ')}.`,
    );
}

function recordOf(value: unknown, what: string): { readonly [name: string]: unknown } {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as { readonly [name: string]: unknown };
  throw refusal(`A reward: ${what} are an object, not ${JSON.stringify(value)}.`);
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function isRange(value: unknown): boolean {
  if (!Array.isArray(value) || value.length !== 2) return false;
  const [least, most] = value as readonly unknown[];
  return isNumber(least) && isNumber(most) && least <= most;
}

function refusal(message: string, hint?: string): ProuieError {
  return new ProuieError('PROUIE_REWARD_OPTIONS', message, {
    hint: hint ?? 'docs/reward.md lists the options of the reward.',
  });
}
