import type { Writable } from 'node:stream';
import type { Catalog } from '../../catalog/catalog.ts';
import type { NamedQuery } from '../../catalog/named-query.ts';
import { RELATION_NAMES, RELATIONS } from '../../catalog/relations.ts';
import { ProuieError } from '../../errors.ts';
import { didYouMean } from '../../suggest.ts';
import { writeText } from '../output.ts';
import { formatTable } from '../result-table.ts';
import { formatQueryList } from './query-list.ts';

/** What the prompt takes besides SQL. */
export const DOT_COMMANDS = [
  { name: '.help', operands: '', about: 'this page' },
  { name: '.tables', operands: '', about: 'the relations' },
  { name: '.schema', operands: '[RELATION]', about: 'columns and types of a relation, or of all' },
  { name: '.queries', operands: '', about: 'the named queries; `@name task=ner` runs one' },
  { name: '.exit', operands: '', about: 'leave (or Ctrl-D)' },
] as const;

/** @throws ProuieError PROUIE_SQL_COMMAND, PROUIE_SQL_RELATION */
export async function runDotCommand(
  line: string,
  { catalog, queries }: { readonly catalog: Catalog; readonly queries: () => readonly NamedQuery[] },
  output: Writable,
): Promise<void> {
  const [name = '', operand] = line.replace(/;\s*$/, '').split(/\s+/);
  switch (name) {
    case '.help':
      return writeText(output, helpText());
    case '.tables':
      return writeText(output, RELATION_NAMES.map((relation) => `${relation}\n`).join(''));
    case '.queries':
      return writeText(output, formatQueryList(queries()));
    case '.schema':
      return writeText(output, await schemaText(catalog, operand));
    default: {
      const names = DOT_COMMANDS.map((command) => command.name);
      throw new ProuieError('PROUIE_SQL_COMMAND', `The prompt has no command "${name}".`, {
        hint: didYouMean(name, names) ?? `There are ${names.join(', ')}.`,
      });
    }
  }
}

function helpText(): string {
  const names = DOT_COMMANDS.map(({ name, operands }) => `${name} ${operands}`.trimEnd());
  const width = Math.max(...names.map((name) => name.length));
  const rows = DOT_COMMANDS.map(({ about }, index) => `  ${names[index]!.padEnd(width)}  ${about}\n`);
  return `${rows.join('')}Anything else is SQL of DuckDB, in as many lines as you like, up to a ";". Ctrl-C drops what was typed,\nTab completes relations, columns and key words.\n`;
}

/** A relation with the columns that its tables bring, or all relations with those that are always there. */
async function schemaText(catalog: Catalog, relation: string | undefined): Promise<string> {
  if (relation === undefined) {
    return Object.entries(RELATIONS)
      .map(([name, columns]) => `${name}(${columns.map((one) => `${one.name} ${one.type}`).join(', ')})\n`)
      .join('');
  }
  if (!(RELATION_NAMES as readonly string[]).includes(relation)) {
    throw new ProuieError('PROUIE_SQL_RELATION', `There is no relation "${relation}".`, {
      hint: didYouMean(relation, RELATION_NAMES) ?? `The relations are ${RELATION_NAMES.join(', ')}.`,
    });
  }
  const select = `SELECT column_name AS "column", column_type AS type FROM (DESCRIBE ${relation})`;
  return [...formatTable(await catalog.query(select))].join('');
}
