/** Word types with their hashes: what a feature may say about a word. Hashed once a type. */
import { hashText } from './hash.ts';

export interface Word {
  readonly lower: number;
  readonly exact: number;
  /** `Xx`, `dd-d`: letters by case and digits, runs shortened to two. */
  readonly shape: number;
  readonly suffix2: number;
  readonly suffix3: number;
  readonly prefix4: number;
  /** Length up to 8, with the first character of the shape. */
  readonly size: number;
  /** Prefixes and suffixes of one to five characters. */
  readonly affixes: Int32Array;
  /** More than three characters. */
  readonly long: boolean;
}

export interface Lexicon {
  readonly words: Map<string, Word>;
  /** Stands for the places before and behind the text. */
  readonly border: Word;
}

/** Beyond this many types the lexicon starts anew; the hashes are the same again. */
const CAPACITY = 200_000;

export function createLexicon(): Lexicon {
  return { words: new Map(), border: describeWord('\n') };
}

export function lookUpWord(lexicon: Lexicon, text: string): Word {
  let word = lexicon.words.get(text);
  if (word === undefined) {
    if (lexicon.words.size >= CAPACITY) lexicon.words.clear();
    word = describeWord(text);
    lexicon.words.set(text, word);
  }
  return word;
}

function describeWord(text: string): Word {
  const lower = text.toLowerCase();
  const shape = shapeOf(text);
  const affixes: number[] = [];
  for (let length = 1; length <= 5; length++) {
    if (length > 4 && lower.length < length) break;
    affixes.push(hashText(`prefix${length} ${lower.slice(0, length)}`));
    affixes.push(hashText(`suffix${length} ${lower.slice(-length)}`));
  }
  return {
    lower: hashText(`lower ${lower}`),
    exact: hashText(`exact ${text}`),
    shape: hashText(`shape ${shape}`),
    suffix2: hashText(`ends2 ${lower.slice(-2)}`),
    suffix3: hashText(`ends3 ${lower.slice(-3)}`),
    prefix4: hashText(`starts4 ${lower.slice(0, 4)}`),
    size: hashText(`size ${Math.min(lower.length, 8)} ${shape[0]}`),
    affixes: Int32Array.from(affixes),
    long: lower.length > 3,
  };
}

function shapeOf(text: string): string {
  return text
    .replace(/\p{Lu}+/gu, (run) => (run.length > 1 ? 'XX' : 'X'))
    .replace(/\p{Ll}+/gu, (run) => (run.length > 1 ? 'xx' : 'x'))
    .replace(/\p{N}+/gu, (run) => (run.length > 1 ? 'dd' : 'd'));
}
