/** A run of letters, digits and marks, or one other character that is not white space; offsets in UTF-16 units. */
export interface Token {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
  readonly text: string;
}

/** The tokens of a text, in order. White space belongs to none. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  for (const match of text.matchAll(/[\p{L}\p{N}\p{M}]+|[^\s\p{L}\p{N}\p{M}]/gu)) {
    tokens.push({ start: match.index, end: match.index + match[0].length, text: match[0] });
  }
  return tokens;
}

/** Whether the token at `index` stands directly behind the one before it. */
export function isGlued(tokens: readonly Token[], index: number): boolean {
  return index > 0 && index < tokens.length && tokens[index - 1]!.end === tokens[index]!.start;
}
