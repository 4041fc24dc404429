/** Where a corpus and Table 8 have different numbers of rows, and what is known about it. */
import { SPLITS, type Split } from '../uie/records.ts';
import type { Card } from './card.ts';

export interface CountDifference {
  readonly split: Split;
  readonly found: number | null;
  readonly published: number | null;
  /** The card's remarks that name the number that was found. */
  readonly known: readonly string[];
}

/** The splits whose counts differ from those of Table 8; null where one of the two has no such split. */
export function compareCounts(
  card: Pick<Card, 'published' | 'remarks'>,
  counts: Readonly<Record<Split, number | null>>,
): readonly CountDifference[] {
  return SPLITS.map((split) => ({ split, found: counts[split], published: card.published[split] }))
    .filter(({ found, published }) => found !== published)
    .map((difference) => ({
      ...difference,
      known: card.remarks.filter((remark) => numbersIn(remark).includes(difference.found ?? Number.NaN)),
    }));
}

/** Whole numbers, as remarks write them: `6,338`. */
function numbersIn(text: string): readonly number[] {
  return (text.match(/\d[\d,]*/g) ?? []).map((digits) => Number(digits.replaceAll(',', '')));
}
