/** A piece of a text: characters [start, end). */
export interface TextSpan {
  readonly start: number;
  readonly end: number;
}

/** What ends a sentence, with the quotes and brackets that close behind it; a line break ends one by itself. */
const END = /[.!?…]+["'”’)\]»]*\s+(?=["'“‘([«]*[\p{Lu}\p{N}])|\n\s*/gu;
/** The word that a full stop ends. */
const LAST_WORD = /[^\s"'“‘([«]+$/u;
/** A single letter, or letters with stops between them: initials and `U.S`. */
const INITIALS = /^(?:\p{L}\.)*\p{L}$/u;

/** Words before whose full stop a sentence does not end. */
const ABBREVIATION =
  /^(?:adm|approx|apr|aug|brig|capt|cf|col|cpl|dec|dept|dr|e\.g|eq|est|feb|figs?|gen|gov|hon|i\.e|jan|jul|jun|lt|maj|mar|messrs|mrs?|ms|nos?|nov|oct|pp|pres|prof|rep|rev|sec|sen|sept?|sgt|st|vol|vs)$/i;

/**
 * Splits a text into sentences, by one rule that depends on nothing but the text:
 * a sentence ends behind `.`, `!`, `?` or `…` (and quotes or brackets that close there) when white space and then a capital
 * letter or a digit follow, quotes or brackets before it aside; and at every line break. It does not end behind a full stop
 * of an abbreviation or of initials, and never inside one of the spans. White space around sentences belongs to none.
 *
 * @param whole spans that must not be cut
 */
export function splitSentences(text: string, whole: readonly TextSpan[]): readonly TextSpan[] {
  const sentences: TextSpan[] = [];
  let start = 0;
  const add = (end: number): void => {
    const piece = text.slice(start, end);
    const first = start + (piece.length - piece.trimStart().length);
    const last = start + piece.trimEnd().length;
    if (first < last) sentences.push({ start: first, end: last });
  };
  for (const match of text.matchAll(END)) {
    const end = match.index + match[0].trimEnd().length;
    const next = match.index + match[0].length;
    if (isAbbreviation(text.slice(start, match.index), match[0])) continue;
    if (whole.some((span) => span.start < next && span.end > end)) continue;
    add(end);
    start = next;
  }
  add(text.length);
  return sentences;
}

/** Whether the full stop belongs to the word before it. */
function isAbbreviation(before: string, ending: string): boolean {
  if (!/^\.\s/.test(ending) || ending.includes('\n')) return false;
  const word = LAST_WORD.exec(before)?.[0] ?? '';
  return INITIALS.test(word) || ABBREVIATION.test(word);
}
