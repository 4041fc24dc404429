/** What is said about every token whatever was decided before it: about 48 features a row. */
import type { Random } from '../../random.ts';
import { addFeature, closeRow, type FeatureTable, thinRow } from './feature-table.ts';
import { mix } from './hash.ts';
import type { Word } from './lexicon.ts';
import type { Passage } from './passage.ts';
import { isGlued } from './tokens.ts';

/** Adds one row a token, in order, and returns the number of the first. */
export function addTokenRows(
  table: FeatureTable,
  passage: Passage,
  dropout: number,
  random?: Random,
): number {
  const { tokens, words, repeated, border } = passage;
  const firstRow = table.starts.length - 1;
  for (let index = 0; index < words.length; index++) {
    const word = words[index]!;
    const left = words[index - 1] ?? border;
    const left2 = words[index - 2] ?? border;
    const right = words[index + 1] ?? border;
    const right2 = words[index + 2] ?? border;
    addFeature(table, 1, 0);
    addWord(table, word);
    addNeighbours(table, word, left, right);
    addFeature(table, 30, left2.lower);
    addFeature(table, 31, right2.lower);
    addFeature(table, 32, left2.shape);
    addFeature(table, 33, right2.shape);
    addFeature(table, 34, mix(left2.lower, left.lower));
    addFeature(table, 35, mix(right.lower, right2.lower));
    addFeature(table, 36, (words[index - 3] ?? border).lower);
    addFeature(table, 37, (words[index + 3] ?? border).lower);
    if (index === 0) addFeature(table, 38, word.shape);
    const glue = (isGlued(tokens, index) ? 1 : 0) + (isGlued(tokens, index + 1) ? 2 : 0);
    if (glue > 0) addFeature(table, 39, glue);
    if (repeated[index] === 1) addFeature(table, 40, 0);
    if (dropout > 0 && random !== undefined) thinRow(table, dropout, random);
    closeRow(table);
  }
  return firstRow;
}

function addWord(table: FeatureTable, word: Word): void {
  addFeature(table, 2, word.lower);
  addFeature(table, 3, word.exact);
  addFeature(table, 4, word.shape);
  addFeature(table, 5, word.size);
  const { affixes } = word;
  for (let index = 0; index < affixes.length; index++) addFeature(table, 6, affixes[index]!);
}

function addNeighbours(table: FeatureTable, word: Word, left: Word, right: Word): void {
  addFeature(table, 10, left.lower);
  addFeature(table, 11, right.lower);
  addFeature(table, 12, left.shape);
  addFeature(table, 13, right.shape);
  addFeature(table, 14, left.suffix3);
  addFeature(table, 15, right.suffix3);
  addFeature(table, 16, mix(left.lower, word.lower));
  addFeature(table, 17, mix(word.lower, right.lower));
  addFeature(table, 18, mix(left.lower, right.lower));
  addFeature(table, 19, mix(left.shape, word.shape));
  addFeature(table, 20, mix(word.shape, right.shape));
  addFeature(table, 21, mix(mix(left.shape, word.shape), right.shape));
  addFeature(table, 22, mix(left.lower, word.shape));
  addFeature(table, 23, mix(word.shape, right.lower));
  addFeature(table, 24, mix(word.suffix3, right.suffix3));
}
