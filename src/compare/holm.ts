/**
 * P values for as many comparisons as there are, so that the chance of even one false finding among them stays below
 * the level that they are held against. Source: Holm, A simple sequentially rejective multiple test procedure
 * (Scandinavian Journal of Statistics 6, 1979).
 *
 * @returns in the order of the given values, each at least its own and at most 1
 */
export function adjustByHolm(values: readonly number[]): readonly number[] {
  const adjusted = new Array<number>(values.length);
  let most = 0;
  const order = values.map((_, index) => index).sort((a, b) => values[a]! - values[b]! || a - b);
  for (const [rank, index] of order.entries()) {
    most = Math.max(most, Math.min(1, (values.length - rank) * values[index]!));
    adjusted[index] = most;
  }
  return adjusted;
}
