import type { Structure } from './records.ts';
import type { RewardOptions } from './reward-settings.ts';

/** Measures of entities (Eq. 3-6): coverage of types, F1 of pairs, and how many types and pairs differ. */
export type EntityMeasures = { readonly [name in 'cov_t' | 'f1_p' | 'delta_t' | 'delta_p']: number };
/** Measures of relations: coverage of types, F1 of heads, tails and triples, and how far types and triples differ. */
export type RelationMeasures = {
  readonly [name in 'cov_t' | 'f1_h' | 'f1_a' | 'f1_r' | 'jac_t' | 'jac_r']: number;
};
/** Measures of events: coverage of types and triggers, F1 of aligned arguments, how many types and triggers differ. */
export type EventMeasures = {
  readonly [name in 'cov_e' | 'cov_t' | 'f_full' | 'delta_e' | 'delta_t']: number;
};

/** What a reward is made of; `pen` is subtracted from `gain`. */
export interface Terms {
  readonly gain: number;
  readonly pen: number;
  /** Measures of its own, which are shown beside the others. */
  readonly measures?: Readonly<Record<string, number>>;
}

/** Gold and answer, of one task. */
export type Compared<Task extends Structure['task']> = {
  readonly [side in 'gold' | 'predicted']: Extract<Structure, { readonly task: Task }>;
};

/**
 * How measures become a reward. One file each in `rewards/`, which exports it as `reward` and gives it its name; a
 * training phase is handed the code of its own variant alone.
 */
export interface RewardVariant {
  /** A few words for help pages. */
  readonly summary: string;
  /** Of named entity recognition. */
  readonly entities: (measures: EntityMeasures, options: RewardOptions, compared: Compared<'ner'>) => Terms;
  /** Of relation extraction. */
  readonly relations: (measures: RelationMeasures, options: RewardOptions, compared: Compared<'re'>) => Terms;
  /** Of event extraction. */
  readonly events: (measures: EventMeasures, options: RewardOptions, compared: Compared<'ee'>) => Terms;
}
