/** The stepwise fine-grained reward (SFR), Eq. 2-10, with every choice that the paper leaves open as an option. */
import { rewardVariants } from './all-rewards.ts';
import type { Decoded } from './decode.ts';
import { alignArguments, groupArguments } from './event-groups.ts';
import type { Entity, Event, Relation, Structure } from './records.ts';
import type { RewardOptions } from './reward-settings.ts';
import { entityUnits, headUnits, relationUnits, tailUnits, triggerUnits, typeUnits } from './reward-units.ts';
import type { EntityMeasures, EventMeasures, RelationMeasures, Terms } from './reward-variant.ts';
import { coverage, f1, jaccardDistance, overlap, symmetricDifference } from './set-overlap.ts';
import { squeezeStructure } from './structure-json.ts';

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

/** A reward before it is clipped, and the measures that it was made from. */
function measure(gold: Structure, predicted: Structure, options: RewardOptions): Required<Terms> {
  const variant = rewardVariants[options.variant];
  if (variant === undefined) throw new Error(`there is no variant ${options.variant} of the reward`);
  if (gold.task === 'ner' && predicted.task === 'ner') {
    const measures = entityMeasures(gold.entities, predicted.entities, options);
    return withMeasures(measures, variant.entities(measures, options, { gold, predicted }));
  }
  if (gold.task === 're' && predicted.task === 're') {
    const measures = relationMeasures(gold.relations, predicted.relations, options);
    return withMeasures(measures, variant.relations(measures, options, { gold, predicted }));
  }
  if (gold.task === 'ee' && predicted.task === 'ee') {
    const measures = eventMeasures(gold.events, predicted.events, options);
    return withMeasures(measures, variant.events(measures, options, { gold, predicted }));
  }
  throw new Error(`a gold of task ${gold.task} has no reward for an answer of task ${predicted.task}`);
}

function withMeasures(
  measures: Readonly<Record<string, number>>,
  { gain, pen, measures: own }: Terms,
): Required<Terms> {
  return { gain, pen, measures: own === undefined ? measures : { ...measures, ...own } };
}

/** What Eq. 7 is made from. */
function entityMeasures(
  gold: readonly Entity[],
  predicted: readonly Entity[],
  { empty }: RewardOptions,
): EntityMeasures {
  const pairs = overlap(gold, predicted, entityUnits);
  const types = overlap(gold, predicted, typeUnits);
  return {
    cov_t: coverage(types, empty),
    f1_p: f1(pairs, empty),
    delta_t: symmetricDifference(types),
    delta_p: symmetricDifference(pairs),
  };
}

/** What Eq. 8 is made from. */
function relationMeasures(
  gold: readonly Relation[],
  predicted: readonly Relation[],
  { empty }: RewardOptions,
): RelationMeasures {
  const triples = overlap(gold, predicted, relationUnits);
  const types = overlap(gold, predicted, typeUnits);
  return {
    cov_t: coverage(types, empty),
    f1_h: f1(overlap(gold, predicted, headUnits), empty),
    f1_a: f1(overlap(gold, predicted, tailUnits), empty),
    f1_r: f1(triples, empty),
    jac_t: jaccardDistance(types, empty),
    jac_r: jaccardDistance(triples, empty),
  };
}

/** What Eq. 9 and 10 are made from. */
function eventMeasures(
  gold: readonly Event[],
  predicted: readonly Event[],
  { empty, triggerBound }: RewardOptions,
): EventMeasures {
  const types = overlap(gold, predicted, typeUnits);
  const triggers = overlap(gold, predicted, triggerUnits);
  return {
    cov_e: coverage(types, empty),
    cov_t: coverage(triggers, empty),
    f_full: f1(alignArguments(gold, predicted, triggerBound), empty),
    delta_e: symmetricDifference(types),
    delta_t: symmetricDifference(triggers),
  };
}
