/** Comparisons from what gold and answer say, with a reason beside what a profile leaves out. */
import type { ItemParts } from '../structure-items.ts';
import { partsUnit } from '../unit.ts';
import type { Comparison, DroppedItem, Item } from './profile.ts';

/** What may become an item. */
export interface Candidate {
  readonly from: ItemParts;
  /** Its parts as they are compared; those of `from` where they are left as they are. */
  readonly as?: ItemParts;
  /** For items that are told apart by more than the parts that are shown. */
  readonly key?: string;
  /** Why it is left out; absent for what is compared. */
  readonly why?: string | undefined;
}

export function comparisonOf(gold: readonly Candidate[], answer: readonly Candidate[]): Comparison {
  const dropped: DroppedItem[] = [];
  const keep = (candidates: readonly Candidate[], side: DroppedItem['side']): readonly Item[] => {
    const kept: Item[] = [];
    for (const { from, as = from, key, why } of candidates) {
      if (why === undefined) kept.push({ key: key ?? partsUnit(as), from, as });
      else dropped.push({ side, from, why });
    }
    return kept;
  };
  const items = { gold: keep(gold, 'gold'), answer: keep(answer, 'answer') };
  return dropped.length === 0 ? items : { ...items, dropped };
}

/** What is compared as it stands. */
export function asWritten(from: ItemParts): Candidate {
  return { from };
}
