/** Whether two mentions share characters somewhere in their text. */
import { isWordBorder } from '../word-borders.ts';

/** Finds overlaps in one text. */
export interface OverlapFinder {
  /**
   * The greatest share of characters, over all places of both mentions: shared characters by those that either covers,
   * 0 to 1. A mention stands where it cuts no word, or anywhere if it always cuts one; one that stands nowhere
   * overlaps those that it holds or that hold it.
   */
  overlap(a: string, b: string): number;
}

export function openOverlapFinder(text: string): OverlapFinder {
  const known = new Map<string, readonly number[]>();
  const places = (mention: string): readonly number[] => {
    const found = known.get(mention) ?? findPlaces(text, mention);
    known.set(mention, found);
    return found;
  };
  return {
    overlap: (a, b) => {
      if (a === '' || b === '') return 0;
      const ofA = places(a);
      const ofB = places(b);
      if (ofA.length === 0 || ofB.length === 0) return containment(a, b);
      let best = 0;
      for (const from of ofA)
        for (const start of ofB) best = Math.max(best, sharedLength(from, a.length, start, b.length));
      return best === 0 ? 0 : best / (a.length + b.length - best);
    },
  };
}

function findPlaces(text: string, mention: string): readonly number[] {
  const all: number[] = [];
  for (let at = text.indexOf(mention); at >= 0; at = text.indexOf(mention, at + 1)) all.push(at);
  const whole = all.filter((at) => isWordBorder(text, at) && isWordBorder(text, at + mention.length));
  return whole.length > 0 ? whole : all;
}

function sharedLength(a: number, lengthOfA: number, b: number, lengthOfB: number): number {
  return Math.max(0, Math.min(a + lengthOfA, b + lengthOfB) - Math.max(a, b));
}

function containment(a: string, b: string): number {
  if (a.includes(b)) return b.length / a.length;
  return b.includes(a) ? a.length / b.length : 0;
}
