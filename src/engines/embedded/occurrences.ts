/** Where a mention's string stands in a passage. */
import type { Passage } from './passage.ts';
import { isGlued, tokenize } from './tokens.ts';

/** Tokens `start` up to `end`, exclusive. */
export interface Occurrence {
  readonly start: number;
  readonly end: number;
}

/**
 * All places, in text order, where whole tokens spell `mention`; runs of white space count as one blank. Empty when it
 * has no token, does not stand in the text, or only within words.
 */
export function findOccurrences(passage: Passage, mention: string): Occurrence[] {
  const sought = tokenize(mention);
  const found: Occurrence[] = [];
  if (sought.length === 0) return found;
  const { tokens } = passage;
  const isAt = (start: number): boolean => {
    for (let index = 0; index < sought.length; index++) {
      if (tokens[start + index]!.text !== sought[index]!.text) return false;
      if (index > 0 && isGlued(tokens, start + index) !== isGlued(sought, index)) return false;
    }
    return true;
  };
  for (let start = 0; start + sought.length <= tokens.length; start++) {
    if (isAt(start)) found.push({ start, end: start + sought.length });
  }
  return found;
}

export function overlaps(a: Occurrence, b: Occurrence): boolean {
  return a.start < b.end && b.start < a.end;
}
