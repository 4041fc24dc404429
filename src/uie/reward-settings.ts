import type { PenaltyForm } from './penalties.ts';
import type { EmptyRule } from './set-overlap.ts';

/** Weights w, exponents gamma and penalty factors lambda by the names of Appendix A.3. */
export interface RewardWeights {
  readonly ner: Weights<'wT' | 'wP' | 'gamma' | 'lambdaT' | 'lambdaP'>;
  readonly re: Weights<'wT' | 'wH' | 'wA' | 'wR' | 'gamma' | 'lambdaT' | 'lambdaR'>;
  readonly ee: Weights<'wE' | 'wT' | 'wF' | 'lambdaE' | 'lambdaT' | 'lambdaF'>;
}
/** A weight by each of these names. */
export type Weights<Names extends string> = { readonly [name in Names]: number };

/** What the paper fixes or leaves open about the reward. */
export interface RewardOptions {
  /** A file of `rewards/`. */
  readonly variant: string;
  readonly penalty: PenaltyForm;
  readonly empty: EmptyRule;
  /** Bounds of the reward of a well-formed answer; null for none. */
  readonly clip: readonly [least: number, most: number] | null;
  /** The exponent of F_full in Eq. 10, above 0; not given in the paper. */
  readonly gammaEe: number;
  /** The reward of a malformed answer; never clipped. */
  readonly floor: number;
  /** Whether only groups with equal triggers may be matched in F_full. */
  readonly triggerBound: boolean;
  readonly weights: RewardWeights;
}

/** Appendix A.3. */
export const appendixWeights = {
  ner: { wT: 0.2, wP: 0.8, gamma: 1.5, lambdaT: 0.6, lambdaP: 0.2 },
  re: { wT: 0.05, wH: 0.1, wA: 0.1, wR: 0.75, gamma: 1.3, lambdaT: 0.15, lambdaR: 0.25 },
  ee: { wE: 0.05, wT: 0.15, wF: 0.8, lambdaE: 1, lambdaT: 0.5, lambdaF: 0.3 },
} as const satisfies RewardWeights;

/** The options of the recipe, where a profile says nothing else. */
export const defaultRewardOptions = {
  variant: 'full',
  penalty: 'piecewise',
  empty: 'defined',
  clip: [-1, 1],
  gammaEe: 1,
  floor: -1,
  triggerBound: false,
  weights: appendixWeights,
} as const satisfies RewardOptions;

/** Options that differ from the defaults; the weights of a task may differ one by one. */
export type RewardChanges = Partial<Omit<RewardOptions, 'weights'>> & {
  readonly weights?: { readonly [task in keyof RewardWeights]?: Partial<RewardWeights[task]> };
};

/** All options of a reward. */
export function completeRewardOptions({ weights, ...changes }: RewardChanges): RewardOptions {
  const { ner, re, ee } = defaultRewardOptions.weights;
  return {
    ...defaultRewardOptions,
    ...changes,
    weights: {
      ner: { ...ner, ...weights?.ner },
      re: { ...re, ...weights?.re },
      ee: { ...ee, ...weights?.ee },
    },
  };
}
