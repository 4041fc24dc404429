/** Texts that stand in several splits or data sets, found without keeping any text. */
import { type Example, SPLITS, type Split } from '../uie/records.ts';
import { wordCharacters } from '../uie/word-borders.ts';
import { createDigestIndex, digestText } from './digests.ts';

/** Texts that stand elsewhere as they are, and those that do so but for case, white space and punctuation: never fewer. */
export interface TextCount {
  readonly exact: number;
  readonly alike: number;
}

/** A split of a data set. */
export interface SplitOf {
  readonly dataset: string;
  readonly split: Split;
}

/** How many of one split's different texts stand in another split too. */
export interface SharedTexts extends TextCount {
  readonly of: SplitOf;
  readonly inside: SplitOf;
}

export interface TextOverlap {
  add(example: Pick<Example, 'dataset' | 'split' | 'text'>): void;
  /** Different texts of a split. */
  different(of: SplitOf): number;
  /** Rows of a split whose text stands in an earlier row of it. */
  repeated(of: SplitOf): TextCount;
  /**
   * Splits with those before them in their data set, and test splits with the training splits of all others; pairs that
   * share nothing are left out.
   */
  shared(): readonly SharedTexts[];
}

export function createTextOverlap(): TextOverlap {
  const exact = createOwnerTable();
  const alike = createOwnerTable();
  // From the number of a text to that of its words.
  let alikeOf = new Uint32Array(1024);
  const owners: SplitOf[] = [];
  const numbers = new Map<string, number>();
  const ownerOf = ({ dataset, split }: SplitOf): number => {
    const name = `${split} ${dataset}`;
    let number = numbers.get(name);
    if (number === undefined) {
      number = owners.push({ dataset, split }) - 1;
      numbers.set(name, number);
    }
    return number;
  };
  return {
    add({ dataset, split, text }) {
      const owner = ownerOf({ dataset, split });
      const number = exact.add(text, owner);
      const words = wordCharacters(text.toLowerCase());
      if (number >= alikeOf.length) alikeOf = twiceAsLong(alikeOf);
      alikeOf[number] = alike.add(words === '' ? text : words, owner);
    },
    different: (of) => exact.different(ownerOf(of)),
    repeated: (of) => ({ exact: exact.repeated(ownerOf(of)), alike: alike.repeated(ownerOf(of)) }),
    shared() {
      const count = owners.length;
      const exactly = new Uint32Array(count * count);
      const nearly = new Uint32Array(count * count);
      for (let number = 0; number < exact.size; number++) {
        const here = exact.owners(number);
        const there = alike.owners(alikeOf[number]!);
        if (there.length < 2) continue;
        for (const one of here) {
          for (const other of here) exactly[one * count + other]!++;
          for (const other of there) nearly[one * count + other]!++;
        }
      }
      return owners.flatMap((of, one) =>
        owners.flatMap((inside, other) => {
          const found = { exact: exactly[one * count + other]!, alike: nearly[one * count + other]! };
          return isCompared(of, inside) && found.alike > 0 ? [{ of, inside, ...found }] : [];
        }),
      );
    },
  };
}

function isCompared(of: SplitOf, inside: SplitOf): boolean {
  if (of.dataset !== inside.dataset) return of.split === 'test' && inside.split === 'train';
  return SPLITS.indexOf(of.split) > SPLITS.indexOf(inside.split);
}

/** Which owners have which texts: a row of bits a text, one bit an owner. */
interface OwnerTable {
  readonly size: number;
  /** @returns the text's number, from 0 in order of first appearance */
  add(text: string, owner: number): number;
  different(owner: number): number;
  repeated(owner: number): number;
  owners(number: number): readonly number[];
}

function createOwnerTable(): OwnerTable {
  const index = createDigestIndex();
  let bits = new Uint32Array(WORDS * 1024);
  const different: number[] = [];
  const repeated: number[] = [];
  return {
    get size() {
      return index.size;
    },
    add(text, owner) {
      if (owner >= 32 * WORDS) throw new Error(`more than ${32 * WORDS} splits`);
      const number = index.add(digestText(text));
      if (WORDS * number >= bits.length) bits = twiceAsLong(bits);
      const word = WORDS * number + (owner >>> 5);
      const bit = 1 << (owner & 31);
      const counts = (bits[word]! & bit) === 0 ? different : repeated;
      counts[owner] = (counts[owner] ?? 0) + 1;
      bits[word] = bits[word]! | bit;
      return number;
    },
    different: (owner) => different[owner] ?? 0,
    repeated: (owner) => repeated[owner] ?? 0,
    owners(number) {
      const found: number[] = [];
      for (let word = 0; word < WORDS; word++) {
        for (let left = bits[WORDS * number + word]!; left !== 0; left &= left - 1)
          found.push(32 * word + 31 - Math.clz32(left & -left));
      }
      return found;
    },
  };
}

/** 160 splits: 36 data sets have 108. */
const WORDS = 5;

function twiceAsLong(array: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const longer = new Uint32Array(2 * array.length);
  longer.set(array);
  return longer;
}
