import type { Profile } from '../profile.ts';
import { type Assumption, unmeasured } from './assumption.ts';

/** What is trained on and tested on. */
export function dataAssumptions({ assumptions, balance, variants }: Profile): readonly Assumption[] {
  const variantOfRows = { any: 'full', fresh: 'de-fresh', seen: 'de-seen' } as const;
  const chosen = assumptions['de-rows'];
  const others = (['any', 'fresh', 'seen'] as const).filter((rows) => rows !== chosen);
  // Only variants with the rows named are comparable: `full` has those of the assumption, whatever they are.
  const made = (['fresh', 'seen'] as const)
    .filter((rows) => rows !== chosen && variants[variantOfRows[rows]] !== undefined)
    .map((rows) => variantOfRows[rows]);
  return [
    unmeasured(
      'cm1-fill',
      'data',
      assumptions['cm1-fill'],
      [assumptions['cm1-fill'] === 'repeat' ? 'none' : 'repeat'],
      'Table 8 has 830,205 NER training rows, Appendix A.3 trains on 845,646; the 15,441 others are drawn again in proportion (repeat) or left out (none).',
      'assumptions.cm1-fill',
    ),
    unmeasured(
      'up-sampled-sets',
      'data',
      'ADE 15,000, CoNLL2004 5,000, SciERC 10,000 rows',
      ['the natural 3,417, 922 and 1,366 rows of Table 8'],
      'Only with these copies do the RE rows of phase 2 of CM come to 179,794.',
      'data/<set>.yaml: trainedOn',
    ),
    unmeasured(
      'rows-without-annotation',
      'data',
      'as the counts of Table 8 have them: left out of SciERC, GIDS, ACE2005 and CASIE events, kept elsewhere',
      ['kept everywhere', 'left out everywhere'],
      'The paper does not say it; its counts fit this one reading. Scores on sentences with an annotation alone are higher.',
      'data/<set>.yaml: emptyRows',
    ),
    unmeasured(
      'label-names',
      'data',
      'the maps of the cards',
      ['the original labels'],
      'Section 2.3 and the figures unify and spell out labels, with a few examples and no list.',
      'data/<set>.yaml: labelMap',
    ),
    unmeasured(
      'crossner-miscellaneous',
      'data',
      'a type like the others',
      ['left out, as UniversalNER and KnowCoder do'],
      'The label counts of Table 8 include it; 5 to 17 per cent of the mentions are of this type.',
      'data/CrossNER_<domain>.yaml',
    ),
    unmeasured(
      'balance',
      'data',
      balance,
      [balance === 'natural' ? 'equal' : 'natural'],
      'How a phase that is smaller than its pool is shared among data sets is not given; polyglot-NER alone is 47.5 per cent of the NER rows.',
      'balance',
    ),
    unmeasured(
      'order-of-rows',
      'data',
      'the rows of a phase shuffled together, by the seed',
      ['task after task', 'another order every epoch'],
      'The paper gives the ratio of tasks in a phase and no order.',
      'seeds',
    ),
    {
      name: 'de-rows',
      about: 'data',
      value: chosen,
      alternatives: others,
      reason:
        'DE draws from the whole training set; at scale 1 CM has seen every row, at a smaller scale most are fresh.',
      setting: 'assumptions.de-rows',
      compared: made.length === 0 ? null : { by: 'variant', names: ['full', ...made] },
    },
  ];
}
