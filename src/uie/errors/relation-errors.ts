import type { Likening } from './pairing.ts';

/**
 * Relations, (type, head, tail), of which exactly one thing is wrong: `swapped` has head and tail in each other's
 * place, `relation` another type, `head` and `tail` another argument, an overlapping one before others. With two things
 * wrong a pair is no attempt at the other: it is spurious, and the gold one missing.
 */
export const likenRelations: Likening = ([type, head, tail], [goldType, goldHead, goldTail], finder) => {
  if (head === goldHead && tail === goldTail) return { class: 'relation', weight: 3 };
  if (type !== goldType) return undefined;
  if (head === goldTail && tail === goldHead) return { class: 'swapped', weight: 4 };
  if (tail === goldTail) return { class: 'head', weight: 2 + finder.overlap(head!, goldHead!) / 2 };
  if (head === goldHead) return { class: 'tail', weight: 2 + finder.overlap(tail!, goldTail!) / 2 };
  return undefined;
};
