/** Invented words: onset and vowel once or twice, an onset, and an ending that begins with a vowel. */
import type { Random } from '../../random.ts';
import { chance, pick } from './draw.ts';
import type { WordLexicon } from './lexicon-schema.ts';

export type Sounds = WordLexicon['sounds']['in'];

export function coinEnding(sounds: Sounds, random: Random): string {
  return pick(sounds.vowels, random) + pick(sounds.codas, random);
}

/** A word in lower case with the given ending, or with one of no meaning. */
export function coinWord(sounds: Sounds, random: Random, ending = coinEnding(sounds, random)): string {
  const syllable = (): string => pick(sounds.onsets, random) + pick(sounds.vowels, random);
  const start = chance(0.3, random) ? syllable() + syllable() : syllable();
  return start + pick(sounds.onsets, random) + ending;
}

export function capitalised(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}
