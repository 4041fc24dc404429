/** The order of rows, epoch by epoch, and what surrounds every step. */
import { setImmediate } from 'node:timers/promises';
import { type Random, randomStream, shuffled } from '../../random.ts';
import type { CurvePoint } from '../engine.ts';
import type { Checkpoint } from './checkpoint.ts';

export interface Trained {
  readonly checkpoint: Checkpoint;
  readonly curves: readonly CurvePoint[];
}

export interface LoopOptions {
  /** `sft` or `grpo`: trainings of equal seed draw different numbers. */
  readonly stage: string;
  readonly seed: number;
  readonly rows: number;
  readonly epochs: number;
  /** Called after every row with the number of rows so far. */
  readonly onStep?: ((step: number, total: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Steps between two looks at the world outside: whether to stop. */
const PACE = 64;

/**
 * Calls `step` with every row's index, each epoch in an order of its own. The stream of random numbers belongs to
 * (seed, stage, epoch, row), so a row draws the same numbers whatever was drawn before it.
 *
 * @throws the reason of `signal` soon after it is aborted
 */
export async function eachRow(
  options: LoopOptions,
  step: (row: number, random: Random) => void,
): Promise<void> {
  const { stage, seed, rows, epochs, onStep, signal } = options;
  const total = rows * epochs;
  const indices = Array.from({ length: rows }, (_, index) => index);
  let done = 0;
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (const row of shuffled(indices, randomStream(seed, stage, 'order', epoch))) {
      if (done % PACE === 0) {
        await setImmediate();
        signal?.throwIfAborted();
      }
      step(row, randomStream(seed, stage, epoch, row));
      onStep?.(++done, total);
    }
  }
}
