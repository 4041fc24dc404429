import { PENALTY_FORMS } from '../../src/uie/penalties.ts';
import { completeRewardOptions, type RewardChanges } from '../../src/uie/reward-settings.ts';
import type { Profile } from '../profile.ts';
import { type Assumption, unmeasured } from './assumption.ts';

/** The reward of the variant `full` where Eq. 2 to 10 and Appendix A.3 are silent. */
export function rewardAssumptions(profile: Profile): readonly Assumption[] {
  const options = completeRewardOptions((profile.variants.full?.reward ?? {}) as RewardChanges);
  const { penalty, empty, clip, gammaEe, floor, triggerBound } = options;
  const setting = (option: string): string => `variants.full.reward.${option}`;
  const clipped = clip === null ? 'none' : clip.join(',');
  return [
    unmeasured(
      'reward.clip',
      'reward',
      clipped,
      ['-1,1', '0,1', 'none'].filter((range) => range !== clipped),
      'The paper says "optionally clipped to [0, 1]" and not whether it was; clipped so, entity answers below 0 are all alike.',
      setting('clip'),
    ),
    unmeasured(
      'reward.gammaEe',
      'reward',
      String(gammaEe),
      ['1.3, as for relations', '1.5, as for entities'].filter((one) => !one.startsWith(`${gammaEe},`)),
      'The exponent of Eq. 10 is not in Appendix A.3.',
      setting('gammaEe'),
    ),
    unmeasured(
      'reward.empty',
      'reward',
      empty,
      [empty === 'defined' ? 'literal' : 'defined'],
      'Eq. 3-6 as printed give two equal empty sets the distance 1, so that a right empty answer of a relation example is worth -0.4, as a wrong one is.',
      setting('empty'),
    ),
    unmeasured(
      'reward.one-side-empty',
      'reward',
      'Eq. 3-6 as printed',
      [],
      'Coverage of an empty gold by an answer that is not empty is 0 by Eq. 3.',
      null,
    ),
    unmeasured(
      'reward.penalty',
      'reward',
      penalty,
      PENALTY_FORMS.filter((form) => form !== penalty),
      'Eq. 9 as printed lets an answer escape the penalty on triggers by a small error in event types.',
      setting('penalty'),
    ),
    unmeasured(
      'reward.floor',
      'reward',
      String(floor),
      ['0', 'as an empty answer'],
      'The reward of malformed output is not given; as an empty answer it would be the best one on an empty gold.',
      setting('floor'),
    ),
    unmeasured(
      'reward.triggerBound',
      'reward',
      String(triggerBound),
      [String(!triggerBound)],
      'Section 2.5.2 matches groups by overlap of their pairs, and calls them matched trigger groups; whether triggers must be equal is not said.',
      setting('triggerBound'),
    ),
    unmeasured(
      'reward.alignment',
      'reward',
      'the best one-to-one assignment',
      ['greedy, in gold order'],
      'A gold group is matched to at most one predicted group by maximum overlap; one after the other or all together is not said.',
      null,
    ),
    unmeasured(
      'reward.unmatched-groups',
      'reward',
      'their pairs count as false positives and false negatives',
      ['left out'],
      'TP, FP and FN are aggregated over role-argument pairs; of which groups is not said.',
      null,
    ),
    unmeasured(
      'reward.pairs',
      'reward',
      'a set in each group',
      ['counted as often as they stand'],
      'Sets are spoken of for coarse and fine units, and not for the pairs of a group.',
      null,
    ),
    unmeasured(
      'reward.units',
      'reward',
      'white space squeezed, case kept; types outside the schema and pairs with an empty side are units like others',
      ['lower case', 'units outside the schema dropped'],
      'Nothing is said of normalisation.',
      null,
    ),
    unmeasured(
      'reward.parts-of-table-7',
      'reward',
      'the weights of the terms that stay, divided by their sum; lambda as it is',
      ['weights as they are', 'no penalties'],
      'Coarse-only and fine-only rewards are named and not defined.',
      null,
    ),
  ];
}
