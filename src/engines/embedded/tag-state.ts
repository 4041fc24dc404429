/** What earlier decisions say about the tag of the next token. */
import { addFeature, closeRow, type FeatureTable } from './feature-table.ts';
import { mix } from './hash.ts';
import type { Passage } from './passage.ts';
import type { Label } from './slots.ts';
import { isBegin, labelOf } from './tags.ts';

/** Tags of an earlier pass over the same text. */
export interface EarlierTags {
  readonly tags: Int32Array;
  readonly labels: readonly Label[];
}

export interface TagState {
  /** The label of the open mention, -1 for none. */
  open: number;
  /** Tokens in the open mention so far. */
  length: number;
  /** The label of the last mention, -1 for none. */
  last: number;
  /** The label that the same word had before, -1 for none. */
  seen: number;
  /** Mentions so far. */
  count: number;
}

const LONGEST = 6;
const MOST = 4;
/** Earlier passes that are looked at: the last ones. */
const PASSES = 4;

/** A number that tells states apart as far as the features do. */
export function codeOf(state: TagState, labels: number): number {
  const { open, length, last, seen, count } = state;
  const names = ((open + 1) * (labels + 1) + last + 1) * (labels + 1) + seen + 1;
  return (names * (LONGEST + 1) + Math.min(length, LONGEST)) * (MOST + 1) + Math.min(count, MOST);
}

/** A number that tells the earlier tags of a place apart as far as the features do. */
export function contextOf(earlier: readonly EarlierTags[], place: number): number {
  let context = 0;
  for (let pass = Math.max(0, earlier.length - PASSES); pass < earlier.length; pass++) {
    const { tags, labels } = earlier[pass]!;
    context = (context * (2 * labels.length + 1) + tags[place]!) * 3 + kindOf(tags, place + 1);
  }
  return context;
}

/** 0 for no mention, 1 where one begins, 2 inside one. */
function kindOf(tags: Int32Array, place: number): number {
  const tag = place < tags.length ? tags[place]! : 0;
  return tag === 0 ? 0 : isBegin(tag) ? 1 : 2;
}

/** Adds the row of features of a state at a token; returns its number. */
export function addTagStateRow(
  table: FeatureTable,
  passage: Passage,
  labels: readonly Label[],
  place: number,
  state: TagState,
  earlier: readonly EarlierTags[],
): number {
  const { words } = passage;
  const word = words[place]!;
  const open = state.open < 0 ? 7 : labels[state.open]!.id;
  addFeature(table, 50, open);
  addFeature(table, 51, mix(open, word.lower));
  addFeature(table, 52, mix(open, word.shape));
  addFeature(table, 53, mix(open, word.suffix3));
  if (state.open >= 0) addFeature(table, 54, Math.min(state.length, LONGEST));
  addFeature(table, 55, state.last < 0 ? 3 : labels[state.last]!.id);
  if (place > 0) addFeature(table, 56, mix(open, words[place - 1]!.lower));
  if (place + 1 < words.length) addFeature(table, 57, mix(open, words[place + 1]!.lower));
  if (state.seen >= 0) addFeature(table, 58, labels[state.seen]!.id);
  const count = Math.min(state.count, MOST);
  addFeature(table, 59, mix(open, count));
  addFeature(table, 60, mix(open, count * 64 + distanceClass(words.length - place)));
  addFeature(table, 61, mix(open, count * 64 + distanceClass(place)));
  for (let pass = Math.max(0, earlier.length - PASSES); pass < earlier.length; pass++) {
    addEarlierTag(table, earlier[pass]!, pass % PASSES, place, word.lower);
  }
  return closeRow(table);
}

function addEarlierTag(
  table: FeatureTable,
  { tags, labels }: EarlierTags,
  pass: number,
  place: number,
  word: number,
): void {
  const tag = tags[place]!;
  const name = tag === 0 ? 11 : labels[labelOf(tag)]!.id ^ (isBegin(tag) ? 0 : 0x55);
  addFeature(table, 62 + pass, name);
  addFeature(table, 66 + pass, mix(name, kindOf(tags, place + 1)));
  addFeature(table, 70 + pass, mix(name, word));
}

/** Distances in tokens, in classes that widen. */
export function distanceClass(distance: number): number {
  if (distance <= 5) return distance;
  if (distance <= 8) return 8;
  if (distance <= 12) return 12;
  return distance <= 20 ? 20 : 30;
}
