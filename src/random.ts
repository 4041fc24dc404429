/**
 * Seeded random numbers. A stream is named by parts (seed, step, purpose, row …); equal parts give equal numbers on
 * every platform, and streams of other parts are independent of how much was drawn here.
 */
export interface Random {
  /** A number in [0, 1) with 32 random bits. */
  next(): number;
  /** A whole number in [0, limit). */
  below(limit: number): number;
}

/** FNV-1a over the UTF-16 code units with a finaliser; 32 bits. */
export function hashString(text: string): number {
  let hash = 2166136261;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 16777619);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** The stream (mulberry32) that belongs to these parts. */
export function randomStream(...parts: readonly (string | number)[]): Random {
  let state = hashString(parts.join('\u0000'));
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  return { next, below: (limit) => Math.floor(next() * limit) };
}

/** A shuffled copy (Fisher-Yates). */
export function shuffled<T>(items: readonly T[], random: Random): T[] {
  const copy = items.slice();
  for (let index = copy.length - 1; index > 0; index--) {
    const other = random.below(index + 1);
    const kept = copy[index]!;
    copy[index] = copy[other]!;
    copy[other] = kept;
  }
  return copy;
}
