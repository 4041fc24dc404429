/** Which column of a table holds what. */
import type { Location } from '../errors.ts';
import { didYouMean } from '../suggest.ts';
import { malformed } from './malformed.ts';

/** From what a format reads to the columns that may hold it, the likeliest first. */
export type ColumnNames<F extends string> = Readonly<Record<F, readonly string[]>>;

/** From what a format reads to the column that holds it, as far as there is one. */
export type FieldColumns<F extends string> = Readonly<Partial<Record<F, string>>>;

/**
 * The column of each field: the one that the layout's option `columns` names, else the first of the usual names that is
 * there.
 *
 * @throws ProuieError PROUIE_CORPUS_MALFORMED when a named column is not there
 */
export function findColumns<F extends string>(
  usual: ColumnNames<F>,
  named: FieldColumns<F>,
  there: readonly string[],
  location: Location,
): FieldColumns<F> {
  const fields = Object.keys(usual) as F[];
  const found = fields.flatMap((field): [F, string][] => {
    const wanted = named[field];
    if (wanted !== undefined && !there.includes(wanted)) {
      const hint = didYouMean(wanted, there) ?? `Columns: ${there.join(', ')}.`;
      throw malformed(`Expected a column "${wanted}" for \`${field}\`.`, location, hint);
    }
    const column = wanted ?? usual[field].find((name) => there.includes(name));
    return column === undefined ? [] : [[field, column]];
  });
  return Object.fromEntries(found) as FieldColumns<F>;
}

/** What to throw when the columns of a table say too little. */
export function columnsMissing(expected: string, there: readonly string[], location: Location): Error {
  const found = there.length === 0 ? 'none' : there.join(', ');
  return malformed(`Expected ${expected}; the columns are ${found}.`, location, NAME_COLUMNS);
}

const NAME_COLUMNS =
  'Say which column holds what with --columns, for example --columns text=Sentence,entities=Labels.';
