/** Which wrong item of an answer stands for which gold item that was not found. */
import { assignLargest } from '../assignment.ts';
import type { ItemParts } from '../structure-items.ts';
import type { PairClass } from './error-class.ts';
import type { OverlapFinder } from './mention-overlap.ts';

/** What a wrong item would be if it stood for a gold item; `weight` is greater the likelier that is, and above 0. */
export interface Likeness {
  readonly class: PairClass;
  readonly weight: number;
}

/** Compares a wrong item with a gold item that was not found; undefined where they have nothing to do with another. */
export type Likening = (answer: ItemParts, gold: ItemParts, finder: OverlapFinder) => Likeness | undefined;

export interface Pair {
  readonly class: PairClass;
  /** Index in `gold`, and in `answer`. */
  readonly gold: number;
  readonly answer: number;
}

/**
 * The pairs of a one-to-one assignment with the largest sum of weights, in the order of the gold: a wrong item stands
 * for at most one gold item, and the other way round. O(n^2 m) for n wrong and m missed items.
 */
export function pairItems(
  gold: readonly ItemParts[],
  answer: readonly ItemParts[],
  liken: Likening,
  finder: OverlapFinder,
): readonly Pair[] {
  if (gold.length === 0 || answer.length === 0) return [];
  const likenesses = gold.map((missed) => answer.map((wrong) => liken(wrong, missed, finder)));
  const weights = likenesses.map((row) => row.map((likeness) => likeness?.weight ?? 0));
  return assignLargest(weights).columns.flatMap((column, row) => {
    const likeness = column < 0 ? undefined : likenesses[row]![column];
    return likeness === undefined ? [] : [{ class: likeness.class, gold: row, answer: column }];
  });
}
