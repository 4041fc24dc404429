import { pow } from '../../math.ts';
import type { RewardVariant } from '../reward-variant.ts';

/** Fine-only of Table 7: pairs, heads, tails and triples, arguments of aligned events. */
export const reward: RewardVariant = {
  summary: 'mentions, triples and arguments alone (fine-only of Table 7)',
  entities({ f1_p, delta_p }, { weights }) {
    const { gamma, lambdaP } = weights.ner;
    return { gain: pow(f1_p, gamma), pen: lambdaP * delta_p };
  },
  relations({ f1_h, f1_a, f1_r, jac_r }, { weights }) {
    const { wH, wA, wR, gamma, lambdaR } = weights.re;
    const fine = wH * f1_h + wA * f1_a + wR * pow(f1_r, gamma);
    return { gain: fine / (wH + wA + wR), pen: lambdaR * jac_r };
  },
  events: ({ f_full }, { weights, gammaEe }) => ({
    gain: pow(f_full, gammaEe),
    pen: weights.ee.lambdaF * (1 - f_full),
  }),
};
