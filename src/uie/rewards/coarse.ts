import { combinePenalties } from '../penalties.ts';
import type { RewardVariant } from '../reward-variant.ts';

/** Coarse-only of Table 7: types, and triggers of events. */
export const reward: RewardVariant = {
  summary: 'types and triggers alone (coarse-only of Table 7)',
  entities: ({ cov_t, delta_t }, { weights }) => ({ gain: cov_t, pen: weights.ner.lambdaT * delta_t }),
  relations: ({ cov_t, jac_t }, { weights }) => ({ gain: cov_t, pen: weights.re.lambdaT * jac_t }),
  events({ cov_e, cov_t, delta_e, delta_t }, { weights, penalty }) {
    const { wE, wT, lambdaE, lambdaT } = weights.ee;
    const penalties = [lambdaE * delta_e, lambdaT * delta_t];
    return { gain: (wE * cov_e + wT * cov_t) / (wE + wT), pen: combinePenalties(penalties, penalty) };
  },
};
