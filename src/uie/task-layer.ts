/**
 * What pipelines, steps and programs of one's own import as `prouie/uie`: schemas, target strings, answers, the reward
 * and the scorers, as pure functions.
 */

import { scorerProfiles } from './scorers/all-profiles.ts';
import type { ScorerProfile } from './scorers/profile.ts';

export { REWARD_VARIANTS } from './all-rewards.ts';
export type { ObjectRepair } from './answer-object.ts';
export { type Answer, type MatchOptions, matchPredictions } from './answers.ts';
export { type DecodeContext, type Decoded, decodeOutput, emptyStructure, type Repair } from './decode.ts';
export { encodeTarget } from './encode.ts';
export { type Instruction, parseInstruction, renderInstruction } from './instruction.ts';
export { JSON_LAYOUTS, type JsonLayout, writeJson } from './json-layout.ts';
export { type OrderedJson, type OrderedObject, readJson } from './ordered-json.ts';
export { PENALTY_FORMS, type PenaltyForm } from './penalties.ts';
export { exampleToJson, predictionToJson, readExample, readPrediction } from './record-json.ts';
export {
  type Argument,
  type Entity,
  type EntitySchema,
  type EntityStructure,
  type Event,
  type EventSchema,
  type EventStructure,
  type EventType,
  type Example,
  type Prediction,
  type Relation,
  type RelationSchema,
  type RelationStructure,
  type Schema,
  SPLITS,
  type Split,
  STYLES,
  type Structure,
  type Style,
  TASKS,
  type Task,
} from './records.ts';
export {
  computeReward,
  type PreparedGold,
  prepareGold,
  type Reward,
  rewardAgainst,
} from './reward.ts';
export {
  appendixWeights,
  completeRewardOptions,
  defaultRewardOptions,
  type RewardChanges,
  type RewardOptions,
  type RewardWeights,
  type Weights,
} from './reward-settings.ts';
export type {
  Compared,
  EntityMeasures,
  EventMeasures,
  RelationMeasures,
  RewardVariant,
  Terms,
} from './reward-variant.ts';
export {
  type AnswerCounts,
  countAnswers,
  type DatasetScore,
  type Figures,
  figuresOf,
  groupByDataset,
  type ProfileScore,
  type Score,
  scoreAnswers,
  scoreCounts,
  scoreDatasets,
  scorePredictions,
  sumCounts,
} from './score.ts';
export type { Counts } from './scorers/matching.ts';
export {
  allMetrics,
  type Comparison,
  type DroppedItem,
  type Item,
  type Matching,
  type Metric,
  type ScorerProfile,
} from './scorers/profile.ts';
export { EMPTY_RULES, type EmptyRule } from './set-overlap.ts';

/** The scorer profiles of the package, by name. */
export const scorers: Readonly<Record<string, ScorerProfile>> = scorerProfiles;
