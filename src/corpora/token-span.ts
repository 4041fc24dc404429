import type { Location } from '../errors.ts';
import { malformed } from './malformed.ts';

/**
 * The tokens [start, end) of a sentence, joined with one blank.
 *
 * @param what names the mention in messages
 * @throws ProuieError PROUIE_CORPUS_MALFORMED when the span is empty or reaches beyond the tokens
 */
export function tokenSpan(
  tokens: readonly string[],
  start: number,
  end: number,
  what: string,
  location: Location,
): string {
  if (start < 0 || end > tokens.length || start >= end) {
    throw malformed(
      `Expected ${what} to span some of ${tokens.length} tokens, found ${start} to ${end}.`,
      location,
    );
  }
  return tokens.slice(start, end).join(' ');
}

/** Whether two texts have the same characters, white space aside. */
export function sameCharacters(a: string, b: string): boolean {
  return a === b || a.replace(/\s+/g, '') === b.replace(/\s+/g, '');
}
