/**
 * Rows of hashed features in one growing array. A row is added feature by feature and then closed; it is known by its
 * number from then on.
 */
import type { Random } from '../../random.ts';
import { mix } from './hash.ts';

export interface FeatureTable {
  data: Int32Array;
  /** Number of features in all rows. */
  length: number;
  /** Row `r` is data[starts[r]] up to data[starts[r + 1] - 1]. */
  readonly starts: number[];
}

export function createFeatureTable(capacity: number): FeatureTable {
  return { data: new Int32Array(Math.max(256, capacity)), length: 0, starts: [0] };
}

/** Adds the feature `value` of a kind to the open row. */
export function addFeature(table: FeatureTable, kind: number, value: number): void {
  if (table.length === table.data.length) grow(table);
  table.data[table.length++] = mix(kind, value);
}

/** Closes the open row and returns its number. */
export function closeRow(table: FeatureTable): number {
  table.starts.push(table.length);
  return table.starts.length - 2;
}

/** Drops features of the open row with probability `dropout`; its first feature, the bias, always stays. */
export function thinRow(table: FeatureTable, dropout: number, random: Random): void {
  const start = table.starts[table.starts.length - 1]!;
  let kept = start + 1;
  for (let index = start + 1; index < table.length; index++) {
    if (random.next() >= dropout) table.data[kept++] = table.data[index]!;
  }
  table.length = Math.min(kept, table.length);
}

function grow(table: FeatureTable): void {
  const data = new Int32Array(table.data.length * 2);
  data.set(table.data);
  table.data = data;
}
