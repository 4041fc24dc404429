/** What is said about two mentions as head and tail of a relation. */
import { addFeature, closeRow, type FeatureTable } from './feature-table.ts';
import { mix } from './hash.ts';
import type { Word } from './lexicon.ts';
import type { Occurrence } from './occurrences.ts';
import type { Passage } from './passage.ts';
import { distanceClass } from './tag-state.ts';

/** Two mentions, `left` before `right`. */
export interface MentionPair {
  readonly left: Occurrence;
  readonly right: Occurrence;
  /** Mentions between the two, up to 4. */
  readonly between: number;
  /** Mentions in the text, up to 6. */
  readonly mentions: number;
}

/** Words between the mentions that are looked at, from either side. */
const WINDOW = 14;
/** Up to this many tokens between the mentions are read as one pattern. */
const LONGEST_PATTERN = 6;

/** Adds the row of features of a pair; returns its number. */
export function addPairRow(table: FeatureTable, passage: Passage, pair: MentionPair, schema: number): number {
  const { left, right } = pair;
  const leftHead = passage.words[left.end - 1]!;
  const rightHead = passage.words[right.end - 1]!;
  addFeature(table, 80, 0);
  addFeature(table, 81, schema);
  addHeads(table, leftHead, rightHead);
  addMentionWords(table, passage, pair);
  addFeature(table, 98, distanceClass(right.start - left.end));
  addFeature(table, 99, pair.between);
  addFeature(table, 100, pair.mentions);
  addSurroundings(table, passage, pair, leftHead, rightHead);
  addWordsBetween(table, passage, pair, leftHead, rightHead);
  return closeRow(table);
}

function addHeads(table: FeatureTable, left: Word, right: Word): void {
  addFeature(table, 82, left.lower);
  addFeature(table, 83, right.lower);
  addFeature(table, 84, mix(left.lower, right.lower));
  addFeature(table, 85, left.suffix3);
  addFeature(table, 86, right.suffix3);
  addFeature(table, 87, mix(left.suffix3, right.suffix3));
  addFeature(table, 88, left.shape);
  addFeature(table, 89, right.shape);
}

function addMentionWords(table: FeatureTable, { words }: Passage, { left, right }: MentionPair): void {
  let leftName = 1;
  for (let index = left.start; index < left.end; index++) {
    leftName = mix(leftName, words[index]!.lower);
    addFeature(table, 90, words[index]!.lower);
  }
  let rightName = 2;
  for (let index = right.start; index < right.end; index++) {
    rightName = mix(rightName, words[index]!.lower);
    addFeature(table, 91, words[index]!.lower);
  }
  addFeature(table, 92, leftName);
  addFeature(table, 93, rightName);
  addFeature(table, 94, Math.min(left.end - left.start, 3));
  addFeature(table, 95, Math.min(right.end - right.start, 3));
}

function addSurroundings(
  table: FeatureTable,
  { words, border }: Passage,
  { left, right }: MentionPair,
  leftHead: Word,
  rightHead: Word,
): void {
  const before = (words[left.start - 1] ?? border).lower;
  const before2 = (words[left.start - 2] ?? border).lower;
  const after = (words[right.end] ?? border).lower;
  const after2 = (words[right.end + 1] ?? border).lower;
  const next = (words[left.end] ?? border).lower;
  const previous = (words[right.start - 1] ?? border).lower;
  addFeature(table, 101, before);
  addFeature(table, 102, mix(before2, before));
  addFeature(table, 103, after);
  addFeature(table, 104, mix(after, after2));
  addFeature(table, 105, next);
  addFeature(table, 106, previous);
  addFeature(table, 107, mix(next, previous));
  addFeature(table, 108, mix(leftHead.lower, next));
  addFeature(table, 109, mix(previous, rightHead.lower));
  addFeature(table, 110, mix(before, after));
  for (let index = Math.max(0, left.start - 5); index < left.start; index++) {
    addFeature(table, 111, words[index]!.lower);
  }
  for (let index = right.end; index < Math.min(words.length, right.end + 5); index++) {
    addFeature(table, 112, words[index]!.lower);
  }
}

function addWordsBetween(
  table: FeatureTable,
  { words }: Passage,
  { left, right }: MentionPair,
  leftHead: Word,
  rightHead: Word,
): void {
  for (let index = left.end; index < right.start; index++) {
    if (index - left.end >= WINDOW && right.start - 1 - index >= WINDOW) continue;
    const word = words[index]!;
    addFeature(table, 113, word.lower);
    if (word.long) addFeature(table, 114, word.prefix4);
    if (index + 1 < right.start) {
      const two = mix(word.lower, words[index + 1]!.lower);
      addFeature(table, 115, two);
      if (index + 2 < right.start) addFeature(table, 116, mix(two, words[index + 2]!.lower));
    }
    addFeature(table, 117, mix(word.lower, leftHead.suffix3));
    addFeature(table, 118, mix(word.lower, rightHead.suffix3));
  }
  if (right.start - left.end > LONGEST_PATTERN) return;
  let pattern = 5;
  for (let index = left.end; index < right.start; index++) pattern = mix(pattern, words[index]!.lower);
  addFeature(table, 119, pattern);
  addFeature(table, 120, mix(pattern, leftHead.suffix3));
  addFeature(table, 121, mix(pattern, rightHead.suffix3));
}
