import { clean } from './decimals.ts';

/** The plain mean; NaN of nothing. */
export function mean(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/** The mean of the figures when all are there, without the noise of binary arithmetic; else null. */
export function meanOfAll(values: readonly (number | null)[]): number | null {
  const found = values.filter((value) => value !== null);
  return found.length === 0 || found.length < values.length ? null : clean(mean(found));
}
