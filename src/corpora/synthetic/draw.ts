/** Draws from a seeded stream. */
import type { Random } from '../../random.ts';

/** One of the items, each as likely as the others. */
export function pick<T>(items: readonly T[], random: Random): T {
  return items[random.below(items.length)]!;
}

/** True in `share` of the cases; draws exactly one number. */
export function chance(share: number, random: Random): boolean {
  return random.next() < share;
}

/** One of the items, as likely as its weight (above zero) says. */
export function pickWeighted<T>(items: readonly T[], weights: readonly number[], random: Random): T {
  let left = random.next() * weights.reduce((sum, weight) => sum + weight, 0);
  for (let index = 0; index < items.length - 1; index++) {
    left -= weights[index]!;
    if (left < 0) return items[index]!;
  }
  return items[items.length - 1]!;
}
