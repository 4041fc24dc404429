/** From gold relations to the decisions that lead to them. */
import type { Relation } from '../../uie/records.ts';
import { findOccurrences, type Occurrence, overlaps } from './occurrences.ts';
import type { Passage } from './passage.ts';
import type { Prompt } from './prompt.ts';
import { placeSpan, type Span, spansOf } from './tags.ts';

/** Mentions with up to this many places between them in the list of mentions may be related. */
const REACH = 8;
/** An occurrence that is a mention already is preferred to one this many tokens nearer. */
const PREFERENCE = 3;

export interface ProjectedRelations {
  readonly tags: Int32Array;
  /** The class of every pair of `eachPair`. */
  readonly classes: readonly number[];
  readonly unprojected: number;
}

/** Calls `visit` with every two of `count` mentions that are near enough, in text order. */
export function eachPair(count: number, visit: (left: number, right: number) => void): void {
  for (let left = 0; left < count; left++) {
    for (let right = left + 1; right < count && right - left <= REACH; right++) visit(left, right);
  }
}

/** A number of its own for every span of a text of `size` tokens. */
export function pairNumber({ start, end }: Occurrence, size: number): number {
  return start * (size + 1) + end;
}

/** Head and tail are the two occurrences that stand nearest to each other; longer mentions are placed first. */
export function projectRelations(
  passage: Passage,
  prompt: Prompt,
  relations: readonly Relation[],
): ProjectedRelations {
  const size = passage.tokens.length;
  const chosen = new Map<number, Occurrence>();
  const edges: { readonly type: number; readonly head: number; readonly tail: number }[] = [];
  for (const { type, head, tail } of relations) {
    const number = prompt.typeNumbers.get(type);
    const nearest = number === undefined ? undefined : findNearest(passage, head, tail, chosen);
    if (number === undefined || nearest === undefined) continue;
    for (const occurrence of nearest) chosen.set(pairNumber(occurrence, size), occurrence);
    const [from, to] = nearest;
    edges.push({ type: number, head: pairNumber(from, size), tail: pairNumber(to, size) });
  }

  const tags = new Int32Array(size);
  const longestFirst = [...chosen.values()].sort(
    (a, b) => b.end - b.start - (a.end - a.start) || a.start - b.start,
  );
  for (const { start, end } of longestFirst) placeSpan(tags, { start, end, label: 0 });
  const mentions: readonly Span[] = spansOf(tags);
  const numbers = new Map(mentions.map((mention, index) => [pairNumber(mention, size), index]));
  const links = new Map<number, number>();
  for (const { type, head, tail } of edges) {
    const from = numbers.get(head);
    const to = numbers.get(tail);
    if (from === undefined || to === undefined || Math.abs(from - to) > REACH) continue;
    const link = Math.min(from, to) * mentions.length + Math.max(from, to);
    if (!links.has(link)) links.set(link, 1 + 2 * type + (from < to ? 0 : 1));
  }
  const classes: number[] = [];
  eachPair(mentions.length, (left, right) => classes.push(links.get(left * mentions.length + right) ?? 0));
  return { tags, classes, unprojected: relations.length - links.size };
}

/** The nearest two occurrences of head and tail that do not overlap. */
function findNearest(
  passage: Passage,
  head: string,
  tail: string,
  chosen: ReadonlyMap<number, Occurrence>,
): readonly [Occurrence, Occurrence] | undefined {
  const size = passage.tokens.length;
  const bonus = (occurrence: Occurrence): number =>
    chosen.has(pairNumber(occurrence, size)) ? PREFERENCE : 0;
  const tails = findOccurrences(passage, tail);
  let nearest: readonly [Occurrence, Occurrence] | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const from of findOccurrences(passage, head)) {
    for (const to of tails) {
      const distance = Math.abs(from.start - to.start) - bonus(from) - bonus(to);
      if (overlaps(from, to) || distance >= least) continue;
      least = distance;
      nearest = [from, to];
    }
  }
  return nearest;
}
