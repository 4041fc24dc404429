import type { NamedQuery } from '../../catalog/named-query.ts';

/** The named queries for people: name and title, below them the parameters with what they are where nobody says. */
export function formatQueryList(queries: readonly NamedQuery[]): string {
  const width = Math.max(0, ...queries.map(({ name }) => name.length)) + 1;
  const lines = queries.flatMap(({ name, title, parameters }) => [
    `${`@${name}`.padEnd(width)}  ${title}`.trimEnd(),
    ...parameters.map((parameter) => {
      const usual = parameter.usual === undefined ? ' (required)' : `=${parameter.usual}`;
      const about = parameter.about === '' ? '' : `  ${parameter.about}`;
      return `${' '.repeat(width)}    ${parameter.name}${usual}${about}`;
    }),
  ]);
  return lines.map((line) => `${line}\n`).join('');
}
