/**
 * The weights: one array of 2^bits numbers. The weight of a feature for a slot (see slots.ts) lies at
 * (feature · multiplier + slot) mod 2^bits, so the weights of one feature for all classes of a schema are neighbours
 * in memory, and a cache line or two serve them all. Features may collide; nothing is stored to tell.
 */
import type { SlotList } from './slots.ts';

export interface Weights {
  readonly values: Float32Array;
  /** Sums of squared gradients (AdaGrad). */
  readonly accumulators: Float32Array;
  readonly mask: number;
}

export interface Optimiser {
  readonly learningRate: number;
  /** Added to the sum of squares under the root; a tiny one makes the first step of every weight a full one. */
  readonly accumulatorFloor: number;
  /** Gradients of a logit below this size are left out. */
  readonly gradientCutoff: number;
}

/** The sum of the weights of features data[from … to - 1] for all of the slots. */
export function sumWeights(
  values: Float32Array,
  mask: number,
  data: Int32Array,
  from: number,
  to: number,
  slots: SlotList,
): number {
  let sum = 0;
  for (let part = 0; part < slots.length; part += 2) {
    const slot = slots[part]!;
    const multiplier = slots[part + 1]!;
    for (let index = from; index < to; index++) {
      sum += values[(Math.imul(data[index]!, multiplier) + slot) & mask]!;
    }
  }
  return sum;
}

/** One AdaGrad step on the weights that `sumWeights` adds up: all of them have the same `gradient`. */
export function stepWeights(
  weights: Weights,
  data: Int32Array,
  from: number,
  to: number,
  slots: SlotList,
  gradient: number,
  optimiser: Optimiser,
): void {
  const { values, accumulators, mask } = weights;
  const square = gradient * gradient;
  const step = optimiser.learningRate * gradient;
  const floor = optimiser.accumulatorFloor;
  for (let part = 0; part < slots.length; part += 2) {
    const slot = slots[part]!;
    const multiplier = slots[part + 1]!;
    for (let index = from; index < to; index++) {
      const place = (Math.imul(data[index]!, multiplier) + slot) & mask;
      const total = accumulators[place]! + square;
      accumulators[place] = total;
      values[place] = values[place]! - step / Math.sqrt(total + floor);
    }
  }
}
