/** A text as the policy sees it: tokens with their word types. */
import { type Lexicon, lookUpWord, type Word } from './lexicon.ts';
import { type Token, tokenize } from './tokens.ts';

export interface Passage {
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly words: readonly Word[];
  /** For every token the index of the first token with the same lower-cased word. */
  readonly first: Int32Array;
  /** For every token whether its lower-cased word stands elsewhere in the text too. */
  readonly repeated: Uint8Array;
  /** Stands for the places before and behind the text. */
  readonly border: Word;
}

export function readPassage(text: string, lexicon: Lexicon): Passage {
  const tokens = tokenize(text);
  const words = tokens.map((token) => lookUpWord(lexicon, token.text));
  const first = new Int32Array(words.length);
  const repeated = new Uint8Array(words.length);
  const places = new Map<number, number>();
  for (let index = 0; index < words.length; index++) {
    const place = places.get(words[index]!.lower);
    if (place === undefined) places.set(words[index]!.lower, index);
    else repeated[index] = repeated[place] = 1;
    first[index] = place ?? index;
  }
  return { text, tokens, words, first, repeated, border: lexicon.border };
}

/** The text from the token `start` up to the token before `end`. */
export function textBetween(passage: Passage, start: number, end: number): string {
  return passage.text.slice(passage.tokens[start]!.start, passage.tokens[end - 1]!.end);
}
