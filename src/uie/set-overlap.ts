/** Sizes of a gold set, a predicted set, and their intersection; the measures of Eq. 3-6 on them; and how they are counted. */
export interface Overlap {
  readonly gold: number;
  readonly predicted: number;
  readonly shared: number;
}

/**
 * What is true of two empty sets. `defined`: they agree, so coverage and F1 are 1 and both distances 0; `literal`:
 * Eq. 3-6 as printed, with F1 0, so two equal empty sets have coverage 0 and Jaccard distance 1.
 */
export type EmptyRule = 'defined' | 'literal';
/** All rules for the empty case. */
export const EMPTY_RULES = ['defined', 'literal'] as const satisfies readonly EmptyRule[];

/** Eq. 3, in [0, 1]. */
export function coverage({ gold, predicted, shared }: Overlap, empty: EmptyRule): number {
  if (gold === 0 && predicted === 0) return empty === 'defined' ? 1 : 0;
  return shared / Math.max(1, gold);
}

/** Eq. 4, in [0, 1]. */
export function f1({ gold, predicted, shared }: Overlap, empty: EmptyRule): number {
  if (gold === 0 && predicted === 0) return empty === 'defined' ? 1 : 0;
  return (2 * shared) / (gold + predicted);
}

/** Eq. 5: symmetric difference over the gold size; 0 or more, without an upper bound. */
export function symmetricDifference({ gold, predicted, shared }: Overlap): number {
  return (gold + predicted - 2 * shared) / Math.max(1, gold);
}

/** Eq. 6, in [0, 1]. */
export function jaccardDistance({ gold, predicted, shared }: Overlap, empty: EmptyRule): number {
  if (gold === 0 && predicted === 0) return empty === 'defined' ? 0 : 1;
  return 1 - shared / Math.max(1, gold + predicted - shared);
}

/** What makes two items the same unit. */
export interface UnitKind<T> {
  areEqual(a: T, b: T): boolean;
  /** Equal exactly for equal units. */
  keyOf(item: T): string;
}

/** Up to so many items are compared one by one, which takes less time than a table of keys. */
const FEW = 16;

/** The sets of units that two lists of items hold. */
export function overlap<T>(gold: readonly T[], predicted: readonly T[], kind: UnitKind<T>): Overlap {
  const goldUnits = distinct(gold, kind);
  const predictedUnits = distinct(predicted, kind);
  const shared = countShared(goldUnits, predictedUnits, kind);
  return { gold: goldUnits.length, predicted: predictedUnits.length, shared };
}

/** The first item of every unit; the list itself where no unit is repeated. */
export function distinct<T>(items: readonly T[], kind: UnitKind<T>): readonly T[] {
  if (items.length > FEW) return [...new Map(items.map((item) => [kind.keyOf(item), item])).values()];
  let firsts: T[] | undefined;
  for (let at = 1; at < items.length; at++) {
    const isRepeated = holds(items, at, items[at]!, kind);
    if (isRepeated) firsts ??= items.slice(0, at);
    else firsts?.push(items[at]!);
  }
  return firsts ?? items;
}

/** How many units two lists share that each hold every unit once. */
export function countShared<T>(gold: readonly T[], predicted: readonly T[], kind: UnitKind<T>): number {
  let shared = 0;
  if (gold.length > FEW) {
    const keys = new Set(gold.map(kind.keyOf));
    for (const item of predicted) if (keys.has(kind.keyOf(item))) shared++;
  } else {
    for (const item of predicted) if (holds(gold, gold.length, item, kind)) shared++;
  }
  return shared;
}

/** Whether one of the first `count` items is of the same unit. */
function holds<T>(items: readonly T[], count: number, sought: T, kind: UnitKind<T>): boolean {
  for (let at = 0; at < count; at++) if (kind.areEqual(items[at]!, sought)) return true;
  return false;
}
