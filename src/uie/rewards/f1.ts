import { eventItems, eventItemUnits } from '../reward-units.ts';
import type { RewardVariant } from '../reward-variant.ts';
import { f1, overlap } from '../set-overlap.ts';

/** The control without SFR: F1 of entities, of triples, or of triggers together with their arguments. */
export const reward: RewardVariant = {
  summary: 'the plain F1 of the finest units, a control without SFR',
  entities: ({ f1_p }) => plain(f1_p),
  relations: ({ f1_r }) => plain(f1_r),
  events(_, { empty }, { gold, predicted }) {
    return plain(f1(overlap(eventItems(gold.events), eventItems(predicted.events), eventItemUnits), empty));
  },
};

function plain(value: number) {
  return { gain: value, pen: 0, measures: { f1: value } };
}
