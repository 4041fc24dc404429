import { ProuieError } from '../errors.ts';
import { didYouMean } from '../suggest.ts';
import { parametersOf } from './sql-tokens.ts';

/** A value that a named query leaves open: `$name` in its text. */
export interface QueryParameter {
  readonly name: string;
  /** What it is where nobody says; undefined where it must be said. */
  readonly usual: string | undefined;
  readonly about: string;
}

/** A query in a file of its own, `queries/<name>.sql`. */
export interface NamedQuery {
  readonly name: string;
  /** As errors name it. */
  readonly file: string;
  /** The first line, where it is a comment; else empty. */
  readonly title: string;
  readonly parameters: readonly QueryParameter[];
  readonly sql: string;
}

/**
 * Reads a named query. Comments at its beginning tell about it: the first line is the title, and a line
 * `-- $variant = full: the recipe` gives a parameter a usual value and a description (either may be left out).
 */
export function parseNamedQuery(name: string, file: string, sql: string): NamedQuery {
  const head = /^(?:[^\S\n]*(?:--[^\n]*)?(?:\n|$))*/.exec(sql)?.[0] ?? '';
  const lines = head.split('\n').map((line) => line.replace(/^\s*--\s?/, '').trim());
  const told = new Map(lines.flatMap((line) => parameterLine(line) ?? []).map((one) => [one.name, one]));
  const parameters = parametersOf(sql).map(
    (parameter) => told.get(parameter) ?? { name: parameter, usual: undefined, about: '' },
  );
  const [title = ''] = sql.trimStart().startsWith('--') ? lines.filter((line) => line !== '') : [];
  return { name, file, title: title.startsWith('$') ? '' : title, parameters, sql };
}

function parameterLine(line: string): QueryParameter | undefined {
  const found = /^\$(\w+)\s*(?:=\s*([^:]*?)\s*)?(?::\s*(.*))?$/.exec(line);
  if (found === null) return undefined;
  const [, name = '', usual, about = ''] = found;
  return { name, usual, about };
}

/**
 * A value for each parameter of a query. Values are text; beside numbers they count as numbers.
 *
 * @throws ProuieError PROUIE_SQL_PARAMETER for one that the query does not have, and for one that is missing
 */
export function bindParameters(
  parameters: readonly QueryParameter[],
  given: Readonly<Record<string, string>>,
  file: string | undefined,
): Readonly<Record<string, string>> {
  const names = parameters.map(({ name }) => name);
  const unknown = Object.keys(given).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    const all = names.length === 0 ? 'It has no parameters.' : `Its parameters are ${names.join(', ')}.`;
    throw new ProuieError('PROUIE_SQL_PARAMETER', `The query has no parameter "${unknown}".`, {
      hint: didYouMean(unknown, names) ?? all,
      location: file === undefined ? undefined : { file },
    });
  }
  const bound = parameters.map(({ name, usual }) => [name, given[name] ?? usual] as const);
  const missing = bound.filter(([, value]) => value === undefined).map(([name]) => name);
  if (missing.length > 0) {
    throw new ProuieError(
      'PROUIE_SQL_PARAMETER',
      `The query needs a value for ${missing.map((name) => `$${name}`).join(', ')}.`,
      {
        hint: `Give ${missing.map((name) => `--param ${name}=VALUE`).join(' ')}.`,
        location: file === undefined ? undefined : { file },
      },
    );
  }
  return Object.fromEntries(bound) as Readonly<Record<string, string>>;
}
