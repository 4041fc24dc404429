import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type NamedQuery, parseNamedQuery } from '../../catalog/named-query.ts';
import { ProuieError } from '../../errors.ts';
import { didYouMean } from '../../suggest.ts';

/**
 * The named queries, by name: `queries/*.sql` of the folder where `prouie` was called, then those that the package
 * brings and that have no namesake there.
 */
export function readNamedQueries(cwd: string, packageRoot: string): readonly NamedQuery[] {
  const found = new Map<string, NamedQuery>();
  for (const folder of [join(cwd, 'queries'), join(packageRoot, 'queries')]) {
    if (!existsSync(folder)) continue;
    for (const entry of readdirSync(folder).filter((name) => name.endsWith('.sql'))) {
      const name = entry.slice(0, -'.sql'.length);
      if (found.has(name)) continue;
      const file = join(folder, entry);
      const shown = relative(cwd, file);
      found.set(
        name,
        parseNamedQuery(name, shown.startsWith('..') ? file : shown, readFileSync(file, 'utf8')),
      );
    }
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** @throws ProuieError PROUIE_SQL_QUERY for a name that none has */
export function findNamedQuery(queries: readonly NamedQuery[], name: string): NamedQuery {
  const found = queries.find((query) => query.name === name);
  if (found !== undefined) return found;
  const names = queries.map((query) => query.name);
  throw new ProuieError('PROUIE_SQL_QUERY', `There is no query "${name}".`, {
    hint:
      didYouMean(name, names) ??
      (names.length === 0
        ? `Write it to queries/${name}.sql.`
        : `There are ${names.join(', ')}; a query of your own is a file queries/${name}.sql.`),
  });
}
