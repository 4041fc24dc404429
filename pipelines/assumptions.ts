import type { Profile } from './profile.ts';

/** A choice that the paper leaves open, with the value that is used here. */
export interface Assumption {
  readonly name: string;
  readonly value: string;
  readonly reason: string;
}

/** Every choice that the paper forces on whoever repeats it. */
export function listAssumptions(profile: Profile): readonly Assumption[] {
  const { assumptions, sft, grpo } = profile;
  return [
    {
      name: 'cm1-fill',
      value: assumptions['cm1-fill'],
      reason:
        'Table 8 has 830,205 NER training rows, Appendix A.3 trains on 845,646; the 15,441 others are drawn again in proportion (repeat) or left out (none).',
    },
    {
      name: 'de-wording',
      value: assumptions['de-wording'],
      reason:
        'The prompt of DE and of the evaluation is not given; from SA on relations and events are asked for in the concise wording.',
    },
    {
      name: 'de-rows',
      value: assumptions['de-rows'],
      reason:
        'DE draws from the whole training set; at scale 1 CM has seen every row, at a smaller scale most are fresh.',
    },
    {
      name: 'length-buckets',
      value: assumptions['length-buckets'],
      reason: 'The buckets of Table 6 fit neither reading of its caption.',
    },
    {
      name: 'balance',
      value: profile.balance,
      reason: 'How a phase that is smaller than its pool is shared among data sets is not given.',
    },
    {
      name: 'json',
      value: profile.json,
      reason: 'The white space of the target strings is not given; it changes token counts.',
    },
    { name: 'sft.learningRate', value: String(sft.learningRate), reason: 'Not given.' },
    { name: 'grpo.learningRate', value: String(grpo.learningRate), reason: 'Not given.' },
    { name: 'grpo.klCoefficient', value: String(grpo.klCoefficient), reason: 'Not given.' },
    { name: 'grpo.temperature', value: String(grpo.temperature), reason: 'Not given.' },
    {
      name: 'reward.clip',
      value: String(profile.variants.full?.reward?.clip ?? '-1,1'),
      reason: 'The paper says "optionally clipped to [0, 1]" and not whether it was.',
    },
    {
      name: 'reward.gammaEe',
      value: String(profile.variants.full?.reward?.gammaEe ?? 1),
      reason: 'The exponent of Eq. 10 is not in Appendix A.3.',
    },
    {
      name: 'reward.empty',
      value: profile.variants.full?.reward?.empty ?? 'defined',
      reason: 'Eq. 3-6 as printed give two equal empty sets the distance 1.',
    },
    {
      name: 'reward.floor',
      value: String(profile.variants.full?.reward?.floor ?? -1),
      reason: 'The reward of malformed output is not given.',
    },
  ];
}
