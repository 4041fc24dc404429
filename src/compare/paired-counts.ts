import { gatherRelation } from '../catalog/relation-data.ts';
import type { ExampleCounts, PairedCounts } from '../resampling.ts';
import { type Side, sourceOf } from './side.ts';

/** True positives, and false positives and negatives together, of one example; summed over seeds. */
export interface ExampleScore {
  readonly tp: number;
  readonly errors: number;
}

/** The same examples of one data set under one metric, on both sides. */
export interface PairedSet {
  /** Null where one side's variant stands against another one's. */
  readonly variant: string | null;
  readonly task: string;
  readonly dataset: string;
  readonly metric: string;
  readonly counts: PairedCounts;
  /** Of the examples that both sides have, in the order of A. */
  readonly ids: readonly string[];
  /** How many seeds are on both sides. */
  readonly seeds: number;
  /** Examples of A and of B that the other side lacks. */
  readonly unmatched: readonly [number, number];
}

interface CountedSet {
  readonly variant: string;
  readonly task: string;
  readonly dataset: string;
  readonly metric: string;
  readonly bySeed: Map<number, Map<string, ExampleScore>>;
}

/** The counts of both sides, example by example and seed by seed; only what is on both of them. */
export function pairCounts(a: Side, b: Side, scorer: string): readonly PairedSet[] {
  const isByVariant = a.variant === undefined && b.variant === undefined;
  const others = countedSets(b, scorer, isByVariant);
  return [...countedSets(a, scorer, isByVariant)].flatMap(([name, set]): PairedSet[] => {
    const other = others.get(name);
    if (other === undefined) return [];
    const seeds = pairSeeds(set, other, a, b);
    if (seeds.length === 0) return [];
    const [[one, two]] = seeds as [[ReadonlyMap<string, ExampleScore>, ReadonlyMap<string, ExampleScore>]];
    const ids = [...one.keys()].filter((id) => seeds.every((pair) => pair.every((scores) => scores.has(id))));
    if (ids.length === 0) return [];
    const { task, dataset, metric } = set;
    const counts = {
      name: dataset,
      first: seeds.map(([scores]) => countsOf(scores, ids)),
      second: seeds.map(([, scores]) => countsOf(scores, ids)),
    };
    const unmatched = [one.size - ids.length, two.size - ids.length] as const;
    const variant = isByVariant ? set.variant : null;
    return [{ variant, task, dataset, metric, counts, ids, seeds: seeds.length, unmatched }];
  });
}

function countedSets(side: Side, scorer: string, isByVariant: boolean): ReadonlyMap<string, CountedSet> {
  const sets = new Map<string, CountedSet>();
  for (const { read } of gatherRelation(sourceOf(side, 'counts'), 'counts').tables) {
    const { rowCount, columns } = read();
    const values = new Map(columns.map((column) => [column.name, column.values]));
    const at = (name: string, row: number): unknown => values.get(name)?.[row];
    for (let row = 0; row < rowCount; row++) {
      if (at('profile', row) !== scorer) continue;
      const [variant, task, dataset, metric, id] = ['variant', 'task', 'dataset', 'metric', 'id'].map(
        (name) => String(at(name, row)),
      ) as [string, string, string, string, string];
      const name = JSON.stringify([isByVariant ? variant : null, task, dataset, metric]);
      const set = sets.get(name) ?? { variant, task, dataset, metric, bySeed: new Map() };
      sets.set(name, set);
      const seed = Number(at('seed', row));
      const scores = set.bySeed.get(seed) ?? new Map<string, ExampleScore>();
      set.bySeed.set(seed, scores);
      const [tp, fp, fn] = ['tp', 'fp', 'fn'].map((count) => Number(at(count, row))) as [
        number,
        number,
        number,
      ];
      scores.set(id, { tp, errors: fp + fn });
    }
  }
  return sets;
}

/** Each seed with itself; where a side is of one seed, that with the other side's only one. */
function pairSeeds(
  set: CountedSet,
  other: CountedSet,
  a: Side,
  b: Side,
): readonly (readonly [ReadonlyMap<string, ExampleScore>, ReadonlyMap<string, ExampleScore>])[] {
  if (a.seed !== b.seed) {
    const [one, two] = [[...set.bySeed.values()], [...other.bySeed.values()]];
    return one.length === 1 && two.length === 1 ? [[one[0]!, two[0]!]] : [];
  }
  return [...set.bySeed].flatMap(([seed, scores]) => {
    const others = other.bySeed.get(seed);
    return others === undefined ? [] : [[scores, others] as const];
  });
}

function countsOf(scores: ReadonlyMap<string, ExampleScore>, ids: readonly string[]): ExampleCounts {
  return {
    tp: Int32Array.from(ids, (id) => scores.get(id)!.tp),
    errors: Int32Array.from(ids, (id) => scores.get(id)!.errors),
  };
}
