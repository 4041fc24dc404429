import { bindParameters, type NamedQuery } from '../../catalog/named-query.ts';
import { parametersOf } from '../../catalog/sql-tokens.ts';
import { usageError } from '../arguments.ts';
import { findNamedQuery } from './named-queries.ts';

/** A query with a value for each of its parameters. */
export interface ChosenQuery {
  readonly sql: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** Undefined for a query that was typed. */
  readonly file: string | undefined;
}

/**
 * The query that was asked for: `@name` for a named one, else SQL.
 *
 * @param settings `name=value`, the later one of a name counts
 * @throws ProuieError PROUIE_SQL_QUERY, PROUIE_SQL_PARAMETER, PROUIE_USAGE
 */
export function chooseQuery(
  words: string,
  settings: readonly string[],
  queries: () => readonly NamedQuery[],
): ChosenQuery {
  const given = Object.fromEntries(settings.map(parseSetting));
  if (!words.startsWith('@')) {
    const parameters = parametersOf(words).map((name) => ({ name, usual: undefined, about: '' }));
    return { sql: words, parameters: bindParameters(parameters, given, undefined), file: undefined };
  }
  const { sql, parameters, file } = findNamedQuery(queries(), words.slice(1).trim());
  return { sql, parameters: bindParameters(parameters, given, file), file };
}

function parseSetting(setting: string): readonly [string, string] {
  const [, name, value] = /^\$?(\w+)=([\s\S]*)$/.exec(setting) ?? [];
  if (name !== undefined && value !== undefined) return [name, value];
  throw usageError(
    'sql',
    `A parameter is given as name=value, not "${setting}".`,
    'For example --param task=ner.',
  );
}
