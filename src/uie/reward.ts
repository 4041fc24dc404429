/** The stepwise fine-grained reward (SFR), Eq. 2-10, with every choice that the paper leaves open as an option. */
import { pow } from '../math.ts';
import type { Decoded } from './decode.ts';
import { alignArguments, groupArguments } from './event-groups.ts';
import type { Entity, Event, Relation, Structure } from './records.ts';
import {
  entityUnits,
  eventItems,
  eventItemUnits,
  headUnits,
  relationUnits,
  tailUnits,
  triggerUnits,
  typeUnits,
} from './reward-units.ts';
import {
  coverage,
  type EmptyRule,
  f1,
  jaccardDistance,
  type Overlap,
  overlap,
  symmetricDifference,
} from './set-overlap.ts';
import { squeezeStructure } from './structure-json.ts';

/** Weights w, exponents gamma and penalty factors lambda by the names of Appendix A.3. */
export interface RewardWeights {
  readonly ner: Weights<'wT' | 'wP' | 'gamma' | 'lambdaT' | 'lambdaP'>;
  readonly re: Weights<'wT' | 'wH' | 'wA' | 'wR' | 'gamma' | 'lambdaT' | 'lambdaR'>;
  readonly ee: Weights<'wE' | 'wT' | 'wF' | 'lambdaE' | 'lambdaT' | 'lambdaF'>;
}
/** A weight by each of these names. */
export type Weights<Names extends string> = { readonly [name in Names]: number };

/** The two terms of Table 7 alone or together; `f1` is the plain F1 of the finest units, a control without SFR. */
export type RewardVariant = 'full' | 'coarse' | 'fine' | 'f1';
/** All variants of the reward. */
export const REWARD_VARIANTS = ['full', 'coarse', 'fine', 'f1'] as const satisfies readonly RewardVariant[];

/** Eq. 9 as printed, the sum of its three terms, or the largest of them. Events only. */
export type PenaltyForm = 'piecewise' | 'additive' | 'max';
/** All forms of the penalty. */
export const PENALTY_FORMS = ['piecewise', 'additive', 'max'] as const satisfies readonly PenaltyForm[];

/** What the paper fixes or leaves open about the reward. */
export interface RewardOptions {
  readonly variant: RewardVariant;
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

/** The reward of one answer. */
export interface Reward {
  /** What training sees: clipped, or `floor` where the answer is malformed. */
  readonly overall: number;
  readonly malformed: boolean;
  /**
   * `raw` (before clipping), `pen` (what was subtracted, lambdas included), and the measures before weights and
   * exponents; empty when malformed.
   */
  readonly components: Readonly<Record<string, number>>;
}

/** A gold structure made ready for any number of rewards: white space squeezed, arguments of an event each once. */
export type PreparedGold = Structure;

/** Makes gold ready for `rewardAgainst`. */
export function prepareGold(gold: Structure): PreparedGold {
  return collectGroups(squeezeStructure(gold));
}

function collectGroups(structure: Structure): Structure {
  return structure.task === 'ee' ? { task: 'ee', events: groupArguments(structure.events) } : structure;
}

/**
 * The reward of one answer against its gold (Eq. 2-10): from -1 to 1 with the default `clip`, `floor` where the answer is
 * malformed. Both structures are of one task.
 */
export function computeReward(gold: Structure, prediction: Decoded, options: RewardOptions): Reward {
  return rewardAgainst(prepareGold(gold), prediction, options);
}

/** As `computeReward`, for many answers to one prompt. */
export function rewardAgainst(gold: PreparedGold, prediction: Decoded, options: RewardOptions): Reward {
  if (prediction.malformed) return { overall: options.floor, malformed: true, components: {} };
  const terms = measure(gold, collectGroups(prediction.structure), options);
  const raw = terms.gain - terms.pen;
  const { clip } = options;
  const overall = clip === null ? raw : Math.min(clip[1], Math.max(clip[0], raw));
  return { overall, malformed: false, components: { raw, pen: terms.pen, ...terms.measures } };
}

/** The weighted measures, what is subtracted from them, and the measures themselves. */
interface Terms {
  readonly gain: number;
  readonly pen: number;
  readonly measures: Readonly<Record<string, number>>;
}

function measure(gold: Structure, predicted: Structure, options: RewardOptions): Terms {
  if (gold.task === 'ner' && predicted.task === 'ner')
    return entityTerms(gold.entities, predicted.entities, options);
  if (gold.task === 're' && predicted.task === 're')
    return relationTerms(gold.relations, predicted.relations, options);
  if (gold.task === 'ee' && predicted.task === 'ee')
    return eventTerms(gold.events, predicted.events, options);
  throw new Error(`a gold of task ${gold.task} has no reward for an answer of task ${predicted.task}`);
}

/** The control without SFR: F1 of entities, of triples, or of triggers together with their arguments. */
function plainTerms(finest: Overlap, { empty }: RewardOptions): Terms {
  const plain = f1(finest, empty);
  return { gain: plain, pen: 0, measures: { f1: plain } };
}

/** Eq. 7. */
function entityTerms(gold: readonly Entity[], predicted: readonly Entity[], options: RewardOptions): Terms {
  const { wT, wP, gamma, lambdaT, lambdaP } = options.weights.ner;
  const pairs = overlap(gold, predicted, entityUnits);
  if (options.variant === 'f1') return plainTerms(pairs, options);
  const types = overlap(gold, predicted, typeUnits);
  const measures = {
    cov_t: coverage(types, options.empty),
    f1_p: f1(pairs, options.empty),
    delta_t: symmetricDifference(types),
    delta_p: symmetricDifference(pairs),
  };
  const fine = pow(measures.f1_p, gamma);
  const coarsePenalty = lambdaT * measures.delta_t;
  const finePenalty = lambdaP * measures.delta_p;
  if (options.variant === 'coarse') return { gain: measures.cov_t, pen: coarsePenalty, measures };
  if (options.variant === 'fine') return { gain: fine, pen: finePenalty, measures };
  return { gain: wT * measures.cov_t + wP * fine, pen: coarsePenalty + finePenalty, measures };
}

/** Eq. 8. */
function relationTerms(
  gold: readonly Relation[],
  predicted: readonly Relation[],
  options: RewardOptions,
): Terms {
  const { wT, wH, wA, wR, gamma, lambdaT, lambdaR } = options.weights.re;
  const triples = overlap(gold, predicted, relationUnits);
  if (options.variant === 'f1') return plainTerms(triples, options);
  const types = overlap(gold, predicted, typeUnits);
  const measures = {
    cov_t: coverage(types, options.empty),
    f1_h: f1(overlap(gold, predicted, headUnits), options.empty),
    f1_a: f1(overlap(gold, predicted, tailUnits), options.empty),
    f1_r: f1(triples, options.empty),
    jac_t: jaccardDistance(types, options.empty),
    jac_r: jaccardDistance(triples, options.empty),
  };
  const fine = wH * measures.f1_h + wA * measures.f1_a + wR * pow(measures.f1_r, gamma);
  const coarsePenalty = lambdaT * measures.jac_t;
  const finePenalty = lambdaR * measures.jac_r;
  if (options.variant === 'coarse') return { gain: measures.cov_t, pen: coarsePenalty, measures };
  if (options.variant === 'fine') return { gain: fine / (wH + wA + wR), pen: finePenalty, measures };
  return { gain: wT * measures.cov_t + fine, pen: coarsePenalty + finePenalty, measures };
}

/** Eq. 10 with the penalty of Eq. 9. */
function eventTerms(gold: readonly Event[], predicted: readonly Event[], options: RewardOptions): Terms {
  if (options.variant === 'f1')
    return plainTerms(overlap(eventItems(gold), eventItems(predicted), eventItemUnits), options);
  const { wE, wT, wF, lambdaE, lambdaT, lambdaF } = options.weights.ee;
  const types = overlap(gold, predicted, typeUnits);
  const triggers = overlap(gold, predicted, triggerUnits);
  const measures = {
    cov_e: coverage(types, options.empty),
    cov_t: coverage(triggers, options.empty),
    f_full: f1(alignArguments(gold, predicted, options.triggerBound), options.empty),
    delta_e: symmetricDifference(types),
    delta_t: symmetricDifference(triggers),
  };
  const coarse = wE * measures.cov_e + wT * measures.cov_t;
  const fine = pow(measures.f_full, options.gammaEe);
  const coarsePenalties = [lambdaE * measures.delta_e, lambdaT * measures.delta_t];
  const finePenalty = lambdaF * (1 - measures.f_full);
  const { penalty, variant } = options;
  if (variant === 'coarse')
    return { gain: coarse / (wE + wT), pen: combine(coarsePenalties, penalty), measures };
  if (variant === 'fine') return { gain: fine, pen: finePenalty, measures };
  return { gain: coarse + wF * fine, pen: combine([...coarsePenalties, finePenalty], penalty), measures };
}

/** Penalties from coarse to fine. Piecewise, the first mismatch counts alone (Eq. 9). */
function combine(penalties: readonly number[], form: PenaltyForm): number {
  switch (form) {
    case 'piecewise':
      return penalties.find((penalty) => penalty > 0) ?? 0;
    case 'additive':
      return penalties.reduce((sum, penalty) => sum + penalty, 0);
    case 'max':
      return Math.max(...penalties);
  }
}
