/** The parts of a query that matter here: what is a name, a parameter, a text, a comment, an end of a statement. */
export interface SqlToken {
  readonly kind: 'word' | 'quoted' | 'parameter' | 'text' | 'comment' | 'semicolon' | 'sign';
  /** As it stands in the query; of a quoted name or a parameter the name alone. */
  readonly text: string;
  /** The place of its first character, from 0. */
  readonly start: number;
  /** Whether it is a text, a quoted name or a comment that the query ends within. */
  readonly open: boolean;
}

const PATTERNS: readonly (readonly [SqlToken['kind'], RegExp])[] = [
  ['comment', /--[^\n]*/y],
  ['comment', /\/\*(?:[^*]|\*(?!\/))*(?:\*\/|$)/y],
  ['text', /\$(?:[A-Za-z_]\w*)?\$/y],
  ['text', /[eE]'(?:\\[\s\S]|''|[^'\\])*(?:'|\\?$)/y],
  ['text', /'(?:''|[^'])*(?:'|$)/y],
  ['quoted', /"(?:""|[^"])*(?:"|$)/y],
  ['parameter', /\$[A-Za-z_]\w*/y],
  ['word', /[\p{L}_][\p{L}\p{N}_]*/uy],
  ['semicolon', /;/y],
  ['sign', /\d[\w.]*|[\s\S]/uy],
];

/** Splits a query, whether it is a right one or not; white space gives no tokens. */
export function sqlTokens(sql: string): readonly SqlToken[] {
  const tokens: SqlToken[] = [];
  for (let start = 0; start < sql.length; ) {
    const [kind, found] = matchAt(sql, start);
    const closed = found.startsWith('$') && kind === 'text' ? sql.indexOf(found, start + found.length) : -1;
    const end =
      closed >= 0
        ? closed + found.length
        : kind === 'text' && found.startsWith('$')
          ? sql.length
          : start + found.length;
    if (found.trim() !== '') tokens.push(tokenOf(kind, sql.slice(start, end), start));
    start = end;
  }
  return tokens;
}

/** The names of the parameters (`$name`) of a query, each once. */
export function parametersOf(sql: string): readonly string[] {
  const names = sqlTokens(sql).filter(({ kind }) => kind === 'parameter');
  return [...new Set(names.map(({ text }) => text))];
}

/** Whether the last statement of a text is ended by a semicolon, with nothing but comments behind it. */
export function isStatementEnded(sql: string): boolean {
  const tokens = sqlTokens(sql);
  if (tokens.at(-1)?.open === true) return false;
  return tokens.findLast(({ kind }) => kind !== 'comment')?.kind === 'semicolon';
}

/** Whether there is anything to run: more than comments and semicolons. */
export function hasStatement(sql: string): boolean {
  return sqlTokens(sql).some(({ kind }) => kind !== 'comment' && kind !== 'semicolon');
}

function matchAt(sql: string, start: number): readonly [SqlToken['kind'], string] {
  for (const [kind, pattern] of PATTERNS) {
    pattern.lastIndex = start;
    const found = pattern.exec(sql)?.[0];
    if (found !== undefined) return [kind, found];
  }
  return ['sign', sql[start]!];
}

function tokenOf(kind: SqlToken['kind'], text: string, start: number): SqlToken {
  const open = isOpen(kind, text);
  if (kind === 'parameter') return { kind, text: text.slice(1), start, open };
  if (kind === 'quoted')
    return { kind, text: text.slice(1, open ? undefined : -1).replaceAll('""', '"'), start, open };
  return { kind, text, start, open };
}

function isOpen(kind: SqlToken['kind'], text: string): boolean {
  if (kind === 'comment') return text.startsWith('/*') && (text.length < 4 || !text.endsWith('*/'));
  if (kind === 'quoted') return !/^"(?:""|[^"])*"$/.test(text);
  if (kind !== 'text') return false;
  const tag = /^\$\w*\$/.exec(text)?.[0];
  if (tag !== undefined) return text.length < 2 * tag.length || !text.endsWith(tag);
  return !/^(?:[eE]'(?:\\[\s\S]|''|[^'\\])*'|'(?:''|[^'])*')$/.test(text);
}
