import { type Comparison, missingCell, publishedCell, valueCell } from './cells.ts';
import { meanOfAll } from './means.ts';
import type { PublishedRow, PublishedTable } from './published.ts';
import type { Score } from './scores.ts';
import { meanOverSets } from './set-means.ts';
import { NOT_IN_THE_PAPER, type Row } from './table.ts';

/**
 * The averages below Tables 1 to 4.
 *
 * `Avg` holds the mean over the sets that are there beside the paper's own average, with a difference only when all
 * are; otherwise `Avg over the same sets` follows, which is compared with the published values averaged over just
 * those sets. Where the table tells domains apart, each has an average of its own, over the same sets again.
 *
 * @param own the index of our column
 */
export function averageRows(
  published: PublishedTable,
  own: number,
  scores: ReadonlyMap<string, Score>,
  comparison: Comparison,
): readonly Row[] {
  const average = (
    name: string,
    figure: number | null,
    sets: readonly PublishedRow[],
    note: string | null,
    all: boolean,
  ) => {
    const found = meanOverSets(
      scores,
      sets.map((row) => row.dataset!),
    );
    if (found === null) return missingCell(name, figure, 'none of the sets has a value');
    return valueCell(name, { ...found, notes: [note] }, figure, all ? comparison : null);
  };
  const found = published.rows.filter((row) => scores.has(row.dataset!));
  const whole = found.length === published.rows.length;
  const printed = published.average ?? published.columns.map((_, index) => columnMean(published.rows, index));
  const added = published.average === undefined;
  const partial = `mean of ${found.length} of ${published.rows.length} sets; \`${SAME_SETS}\` has the difference`;

  const rows: Row[] = [
    {
      row: 'Avg',
      group: added ? NOT_IN_THE_PAPER : null,
      cells: published.columns.map((name, index) =>
        index === own
          ? average(name, printed[index] ?? null, published.rows, whole ? null : partial, whole)
          : publishedCell(name, printed[index] ?? null),
      ),
    },
  ];
  const addAverage = (row: string, sets: readonly PublishedRow[], of: number): void => {
    if (sets.length === 0) return;
    const note =
      sets.length === of ? null : `mean of ${sets.length} of ${of} sets, of the published figures too`;
    const cells = published.columns.map((name, index) => {
      const figure = columnMean(sets, index);
      return index === own ? average(name, figure, sets, note, true) : publishedCell(name, figure);
    });
    rows.push({ row, group: NOT_IN_THE_PAPER, cells });
  };
  if (!whole) addAverage(SAME_SETS, found, published.rows.length);
  for (const [domain, row] of DOMAIN_AVERAGES) {
    const all = published.rows.filter((one) => one.domain === domain);
    addAverage(
      row,
      found.filter((one) => one.domain === domain),
      all.length,
    );
  }
  return rows;
}

const SAME_SETS = 'Avg over the same sets';
const DOMAIN_AVERAGES = [
  ['in', 'Avg in domain'],
  ['out', 'Avg out of domain'],
] as const;

/** The mean of a published column over some rows; null unless every one of them has a figure. */
function columnMean(rows: readonly PublishedRow[], index: number): number | null {
  return meanOfAll(rows.map((row) => row.values[index] ?? null));
}
