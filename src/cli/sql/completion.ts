import { sqlTokens } from '../../catalog/sql-tokens.ts';

const KEY_WORDS = [
  'AND AS ASC BETWEEN BY CASE CAST COUNT DESC DESCRIBE DISTINCT ELSE END EXISTS FILTER FROM GROUP HAVING IN IS JOIN LEFT',
  'LIKE LIMIT NOT NULL NULLS OFFSET ON OR ORDER OVER PARTITION PIVOT SELECT SHOW SUMMARIZE TABLES THEN UNION USING VALUES',
  'WHEN WHERE WITH avg count list max median min quantile_cont round stddev_samp sum',
].flatMap((line) => line.split(' '));

/** What can be completed beside key words. */
export interface KnownWords {
  readonly relations: readonly string[];
  /** The columns of a relation. */
  columnsOf(relation: string): readonly string[];
  /** Words for the prompt itself that begin with a dot. */
  readonly commands: readonly string[];
  /** Named queries, without the `@`. */
  readonly queries: readonly string[];
}

/**
 * What the last word of a line can become, and that word.
 *
 * @param before the lines of the statement that stand before this one
 */
export function completeLine(before: string, line: string, known: KnownWords): readonly [string[], string] {
  const isFirst = before.trim() === '';
  if (isFirst && /^\.\w*$/.test(line)) return [matching(known.commands, line), line];
  const schema = isFirst ? /^\.schema\s+(\w*)$/.exec(line) : null;
  if (schema !== null) return [matching(known.relations, schema[1]!), schema[1]!];
  if (isFirst && /^@[\w-]*$/.test(line)) {
    return [
      matching(
        known.queries.map((name) => `@${name}`),
        line,
      ),
      line,
    ];
  }
  const [word] = /\w*$/.exec(line) ?? [''];
  const named = namedRelations(`${before}\n${line}`, known.relations);
  const columns = [...new Set((named.length > 0 ? named : known.relations).flatMap(known.columnsOf))];
  if (/\.\w*$/.test(line)) return [matching(columns, word), word];
  if (/\b(?:from|join|describe|summarize)\s+\w*$/i.test(line)) return [matching(known.relations, word), word];
  if (word === '') return [[], word];
  return [matching([...columns, ...known.relations, ...KEY_WORDS], word), word];
}

function matching(candidates: readonly string[], word: string): string[] {
  const folded = word.toLowerCase();
  const found = candidates.filter((candidate) => candidate.toLowerCase().startsWith(folded));
  return [...new Set(found)].sort();
}

function namedRelations(sql: string, relations: readonly string[]): readonly string[] {
  const words = new Set(
    sqlTokens(sql)
      .filter(({ kind }) => kind === 'word' || kind === 'quoted')
      .map(({ text }) => text.toLowerCase()),
  );
  return relations.filter((relation) => words.has(relation));
}
