import { pow } from '../../math.ts';
import { combinePenalties } from '../penalties.ts';
import type { RewardVariant } from '../reward-variant.ts';

/** The stepwise fine-grained reward: Eq. 7, 8, and 10 with the penalty of Eq. 9. */
export const reward: RewardVariant = {
  summary: 'coarse and fine terms together (Eq. 7-10)',
  entities({ cov_t, f1_p, delta_t, delta_p }, { weights }) {
    const { wT, wP, gamma, lambdaT, lambdaP } = weights.ner;
    return { gain: wT * cov_t + wP * pow(f1_p, gamma), pen: lambdaT * delta_t + lambdaP * delta_p };
  },
  relations({ cov_t, f1_h, f1_a, f1_r, jac_t, jac_r }, { weights }) {
    const { wT, wH, wA, wR, gamma, lambdaT, lambdaR } = weights.re;
    const fine = wH * f1_h + wA * f1_a + wR * pow(f1_r, gamma);
    return { gain: wT * cov_t + fine, pen: lambdaT * jac_t + lambdaR * jac_r };
  },
  events({ cov_e, cov_t, f_full, delta_e, delta_t }, { weights, gammaEe, penalty }) {
    const { wE, wT, wF, lambdaE, lambdaT, lambdaF } = weights.ee;
    const coarse = wE * cov_e + wT * cov_t;
    const penalties = [lambdaE * delta_e, lambdaT * delta_t, lambdaF * (1 - f_full)];
    return { gain: coarse + wF * pow(f_full, gammaEe), pen: combinePenalties(penalties, penalty) };
  },
};
