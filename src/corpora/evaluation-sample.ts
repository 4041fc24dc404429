import { randomStream, shuffled } from '../random.ts';

/**
 * Which examples of a split are evaluated: all, or a seeded sample of `limit` in file order. The choice depends on the
 * data set and the number of examples alone, so every variant and seed is measured on the same rows.
 */
export function evaluationSample(
  rows: readonly number[],
  limit: number | null,
  dataset: string,
): readonly number[] {
  if (limit === null || rows.length <= limit) return rows;
  const chosen = shuffled(rows, randomStream('evaluation', dataset)).slice(0, limit);
  return chosen.sort((a, b) => a - b);
}
