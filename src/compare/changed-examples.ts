import { gatherRelation } from '../catalog/relation-data.ts';
import type { RelationName } from '../catalog/relations.ts';
import type { PairedSet } from './paired-counts.ts';
import { type Side, sourceOf } from './side.ts';

/** An example that one side answers better; counts are summed over seeds. */
export interface ChangedExample {
  readonly variant: string | null;
  readonly task: string;
  readonly dataset: string;
  readonly metric: string;
  readonly id: string;
  /** Items that B finds and A does not, less the other way round. */
  readonly found: number;
  /** Wrong and missing items that A has and B has not, less the other way round. */
  readonly mended: number;
  readonly text: string | null;
  /** As JSON. */
  readonly gold: string | null;
  /** What the first seed's model wrote. */
  readonly a: string | null;
  readonly b: string | null;
}

export interface ChangedExamples {
  /** How many there are in all; an example with two metrics counts twice. */
  readonly betterCount: number;
  readonly worseCount: number;
  /** Those that tell most, first. */
  readonly better: readonly ChangedExample[];
  readonly worse: readonly ChangedExample[];
}

type Change = Pick<ChangedExample, 'variant' | 'task' | 'dataset' | 'metric' | 'id' | 'found' | 'mended'>;

/** @param limit how many of each kind are shown with text and outputs */
export function changedExamples(
  sets: readonly PairedSet[],
  a: Side,
  b: Side,
  limit: number,
): ChangedExamples {
  const changes = sets.flatMap(changesOf);
  const weight = ({ found, mended }: Change): number => found + mended;
  const better = changes.filter((change) => weight(change) > 0);
  const worse = changes.filter((change) => weight(change) < 0);
  const most = (list: readonly Change[]): readonly Change[] =>
    list
      .map((change, index) => ({ change, index }))
      .sort(
        (one, two) => Math.abs(weight(two.change)) - Math.abs(weight(one.change)) || one.index - two.index,
      )
      .slice(0, limit)
      .map(({ change }) => change);
  const shown = { better: most(better), worse: most(worse) };
  const describe = describer(a, b, [...shown.better, ...shown.worse]);
  return {
    betterCount: better.length,
    worseCount: worse.length,
    better: shown.better.map(describe),
    worse: shown.worse.map(describe),
  };
}

function changesOf({ variant, task, dataset, metric, counts: { first, second }, ids }: PairedSet): Change[] {
  return ids.flatMap((id, index) => {
    const sum = (side: typeof first, which: 'tp' | 'errors'): number =>
      side.reduce((total, counts) => total + counts[which][index]!, 0);
    const found = sum(second, 'tp') - sum(first, 'tp');
    const mended = sum(first, 'errors') - sum(second, 'errors');
    return found === 0 && mended === 0 ? [] : [{ variant, task, dataset, metric, id, found, mended }];
  });
}

/** Looks up texts and outputs of just the examples that are shown. */
function describer(a: Side, b: Side, shown: readonly Change[]): (change: Change) => ChangedExample {
  const wanted = new Set(shown.map(({ id }) => id));
  const examples = rowsOf(a, 'examples', wanted, ['dataset', 'id'], ['text', 'gold']);
  const columns = a.variant === undefined ? ['dataset', 'id', 'variant'] : ['dataset', 'id'];
  const [ofA, ofB] = [a, b].map((side) => rowsOf(side, 'predictions', wanted, columns, ['output'])) as [
    Rows,
    Rows,
  ];
  return (change) => {
    const { dataset, id, variant } = change;
    const example = examples.get(JSON.stringify([dataset, id]));
    const place = JSON.stringify(variant === null ? [dataset, id] : [dataset, id, variant]);
    return {
      ...change,
      text: example?.['text'] ?? null,
      gold: example?.['gold'] ?? null,
      a: ofA.get(place)?.['output'] ?? null,
      b: ofB.get(place)?.['output'] ?? null,
    };
  };
}

type Rows = ReadonlyMap<string, { readonly [column: string]: string }>;

/** Rows of a relation about these ids by some columns, of each the first. */
function rowsOf(
  side: Side,
  relation: RelationName,
  ids: ReadonlySet<string>,
  by: readonly string[],
  wanted: readonly string[],
): Rows {
  const rows = new Map<string, { readonly [column: string]: string }>();
  // Examples are about no variant and no seed.
  const asked = relation === 'examples' ? { ...side, variant: undefined, seed: undefined } : side;
  for (const { read } of gatherRelation(sourceOf(asked, relation), relation).tables) {
    const { rowCount, columns } = read();
    const values = new Map(columns.map((column) => [column.name, column.values]));
    const idValues = values.get('id');
    for (let row = 0; row < rowCount; row++) {
      if (!ids.has(String(idValues?.[row]))) continue;
      const place = JSON.stringify(by.map((name) => String(values.get(name)?.[row])));
      if (rows.has(place)) continue;
      rows.set(
        place,
        Object.fromEntries(wanted.map((name) => [name, String(values.get(name)?.[row] ?? '')])),
      );
    }
  }
  return rows;
}
