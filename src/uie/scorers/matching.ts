/** How items of the gold and of an answer are matched, as counts and item by item. */
import { overlap, type UnitKind } from '../set-overlap.ts';
import type { Comparison, Item, Matching } from './profile.ts';

const itemUnits = {
  areEqual: (a, b) => a.key === b.key,
  keyOf: ({ key }) => key,
} as const satisfies UnitKind<Item>;

/** True positives, false positives and false negatives; whole numbers. `fn` may be negative with `membership`. */
export interface Counts {
  readonly tp: number;
  readonly fp: number;
  readonly fn: number;
}

/** The counts of one answer. */
export function countItems({ gold, answer }: Comparison, matching: Matching): Counts {
  switch (matching) {
    case 'set': {
      const { gold: wanted, predicted: given, shared: tp } = overlap(gold, answer, itemUnits);
      return { tp, fp: given - tp, fn: wanted - tp };
    }
    case 'multiset': {
      const left = countKeys(gold);
      const tp = answer.filter(({ key }) => take(left, key)).length;
      return { tp, fp: answer.length - tp, fn: gold.length - tp };
    }
    case 'membership': {
      const wanted = new Set(gold.map(({ key }) => key));
      const tp = answer.filter(({ key }) => wanted.has(key)).length;
      return { tp, fp: answer.length - tp, fn: gold.length - tp };
    }
  }
}

/** What became of an item. A `repeated` one counts neither way. */
export type Verdict = 'hit' | 'miss' | 'false alarm' | 'repeated';

export interface JudgedItem extends Item {
  readonly side: 'gold' | 'answer';
  readonly verdict: Verdict;
  /** Of a hit: the parts of the gold item that it meets, as they were annotated. */
  readonly meets?: readonly string[];
}

/**
 * Every item with its verdict: those of the answer first, then the gold items that it misses. With `set` and `multiset`
 * hits, false alarms and misses are as many as `countItems` counts; with `membership` misses may be more,
 * since hits beyond the gold's number lower their count.
 */
export function judgeItems({ gold, answer }: Comparison, matching: Matching): readonly JudgedItem[] {
  const judged: JudgedItem[] = [];
  const wanted = groupByKey(gold);
  const met = new Map<string, number>();
  const given = new Set<string>();
  for (const item of answer) {
    const found = wanted.get(item.key) ?? [];
    const before = met.get(item.key) ?? 0;
    const goldItem = matching === 'multiset' ? found[before] : (found[before] ?? found.at(-1));
    const repeated = matching === 'set' && given.has(item.key);
    given.add(item.key);
    if (repeated) judged.push({ ...item, side: 'answer', verdict: 'repeated' });
    else if (goldItem === undefined) judged.push({ ...item, side: 'answer', verdict: 'false alarm' });
    else {
      met.set(item.key, before + 1);
      judged.push({ ...item, side: 'answer', verdict: 'hit', meets: goldItem.from });
    }
  }
  const listed = new Map<string, number>();
  for (const item of gold) {
    const nth = listed.get(item.key) ?? 0;
    listed.set(item.key, nth + 1);
    const hits = met.get(item.key) ?? 0;
    if (matching === 'set' ? hits > 0 : nth < hits) continue;
    const repeated = matching === 'set' && nth > 0;
    judged.push({ ...item, side: 'gold', verdict: repeated ? 'repeated' : 'miss' });
  }
  return judged;
}

function groupByKey(items: readonly Item[]): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(item.key);
    if (group === undefined) groups.set(item.key, [item]);
    else group.push(item);
  }
  return groups;
}

function countKeys(items: readonly Item[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { key } of items) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

/** Takes one of a key away; false where none is left. */
function take(counts: Map<string, number>, key: string): boolean {
  const count = counts.get(key) ?? 0;
  if (count === 0) return false;
  counts.set(key, count - 1);
  return true;
}
