import type { Pipeline } from 'prouie';
import { recipe, VARIANT_PLANS } from 'prouie/recipe';

/** The recipe with two variants of one's own: a reward without penalties, and Deep Exploration without SA on seen rows. */
export const pipeline: Pipeline = (context) =>
  recipe(context, {
    variants: {
      'no-penalty': {
        ...VARIANT_PLANS.full,
        rewardChanges: {
          weights: {
            ner: { lambdaT: 0, lambdaP: 0 },
            re: { lambdaT: 0, lambdaR: 0 },
            ee: { lambdaE: 0, lambdaT: 0, lambdaF: 0 },
          },
        },
      },
      'seen-without-sa': { ...VARIANT_PLANS.full, sa: false, rows: 'seen' },
    },
  });
