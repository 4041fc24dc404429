/** Training curves: means over windows of steps. */
import type { CurvePoint } from '../engine.ts';

export interface CurveRecorder {
  /** At the end of each window; a step is a prompt trained on. */
  readonly points: CurvePoint[];
  /** Counts `value` with `weight` in the mean of the present window. */
  add(name: string, value: number, weight?: number): void;
  /** To be called after every step. */
  endStep(step: number): void;
}

/** Windows that a whole training is cut into. */
const WINDOWS = 50;

/** A recorder for `total` steps: at most 50 points a curve, the last one at the last step. */
export function createCurveRecorder(total: number): CurveRecorder {
  const width = Math.max(1, Math.ceil(total / WINDOWS));
  const sums = new Map<string, { sum: number; weight: number }>();
  const points: CurvePoint[] = [];
  return {
    points,
    add: (name, value, weight = 1) => {
      let entry = sums.get(name);
      if (entry === undefined) sums.set(name, (entry = { sum: 0, weight: 0 }));
      entry.sum += value * weight;
      entry.weight += weight;
    },
    endStep: (step) => {
      if (step % width !== 0 && step !== total) return;
      for (const [name, { sum, weight }] of sums) {
        if (weight > 0) points.push({ step, name, value: sum / weight });
      }
      sums.clear();
    },
  };
}
