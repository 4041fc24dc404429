/** Sets of texts that are remembered by digest alone: 18 to 36 bytes each, however long they are. */

/**
 * 53 bits of a text as a whole number. Two different texts among a million have the same one with a chance of one in
 * twenty thousand.
 */
export function digestText(text: string): number {
  let low = 0xdeadbeef;
  let high = 0x41c6ce57;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    low = Math.imul(low ^ code, 0x9e3779b1);
    high = Math.imul(high ^ code, 0x5f356495);
  }
  low = Math.imul(low ^ (low >>> 16), 0x85ebca6b) ^ Math.imul(high ^ (high >>> 13), 0xc2b2ae35);
  high = Math.imul(high ^ (high >>> 16), 0x85ebca6b) ^ Math.imul(low ^ (low >>> 13), 0xc2b2ae35);
  return (high >>> 11) * 4294967296 + (low >>> 0);
}

/** Gives each digest a number from 0 on, in order of first appearance. */
export interface DigestIndex {
  readonly size: number;
  /** The digest's number; a new one is given the next. */
  add(digest: number): number;
  has(digest: number): boolean;
}

/** A table with open addressing; it doubles when it is two thirds full. */
export function createDigestIndex(): DigestIndex {
  let digests = new Float64Array(FIRST_CAPACITY);
  // 0 marks a free slot.
  let numbers = new Uint32Array(FIRST_CAPACITY);
  let size = 0;
  const slotOf = (digest: number): number => {
    const mask = digests.length - 1;
    let slot = (digest >>> 0) & mask;
    while (numbers[slot] !== 0 && digests[slot] !== digest) slot = (slot + 1) & mask;
    return slot;
  };
  const grow = (): void => {
    const [oldDigests, oldNumbers] = [digests, numbers];
    digests = new Float64Array(2 * oldDigests.length);
    numbers = new Uint32Array(2 * oldDigests.length);
    for (let old = 0; old < oldDigests.length; old++) {
      if (oldNumbers[old] === 0) continue;
      const slot = slotOf(oldDigests[old]!);
      digests[slot] = oldDigests[old]!;
      numbers[slot] = oldNumbers[old]!;
    }
  };
  return {
    get size() {
      return size;
    },
    has: (digest) => numbers[slotOf(digest)] !== 0,
    add(digest) {
      const slot = slotOf(digest);
      const number = numbers[slot]!;
      if (number !== 0) return number - 1;
      digests[slot] = digest;
      numbers[slot] = ++size;
      if (3 * size > 2 * digests.length) grow();
      return size - 1;
    },
  };
}

/** Whether a text was there before; `unknown` for one that is not among the first `most` different ones, behind these. */
export type Repetition = 'new' | 'repeated' | 'unknown';

/** Says of each text whether it was there before, and remembers no more than `most`. */
export function repetitionFinder(most: number): (text: string) => Repetition {
  const seen = createDigestIndex();
  return (text) => {
    const digest = digestText(text);
    if (seen.has(digest)) return 'repeated';
    if (seen.size === most) return 'unknown';
    seen.add(digest);
    return 'new';
  };
}

/** A power of two. */
const FIRST_CAPACITY = 1024;
