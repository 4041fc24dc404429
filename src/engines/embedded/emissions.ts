/** Scores of (token, label, first or later token of a mention) that no earlier decision changes; computed when asked. */
import type { Label, SlotList } from './slots.ts';
import { type Collector, type Lesson, scoreRow, stepRow, type Workspace } from './workspace.ts';

export interface Emissions extends Collector {
  /** The score at `index` = (token · labels + label) · 2 + (1 inside a mention, 0 at its beginning). */
  score(index: number): number;
  /** The same under the reference policy. */
  referenceScore(index: number): number;
  /** Adds to the gradient of a score. */
  pull(index: number, gradient: number): void;
}

/** Emissions of one row of features a token, `firstRow` for token 0. */
export function createEmissions(workspace: Workspace, firstRow: number, labels: readonly Label[]): Emissions {
  const size = workspace.passage.tokens.length * labels.length * 2;
  const rowOf = (index: number): number => firstRow + Math.floor(index / (2 * labels.length));
  const slotsOf = (index: number): SlotList => {
    const label = labels[(index >> 1) % labels.length]!;
    return index & 1 ? label.inside : label.begin;
  };
  const scores = new Float64Array(size).fill(Number.NaN);
  let referenceScores: Float64Array | undefined;
  let gradients: Float64Array | undefined;

  const remember = (cache: Float64Array, values: Float32Array, index: number): number => {
    const known = cache[index]!;
    if (!Number.isNaN(known)) return known;
    return (cache[index] = scoreRow(workspace, values, rowOf(index), slotsOf(index)));
  };
  const emissions: Emissions = {
    score: (index) => remember(scores, workspace.weights.values, index),
    referenceScore: (index) => {
      referenceScores ??= new Float64Array(size).fill(Number.NaN);
      return remember(referenceScores, workspace.reference!, index);
    },
    pull: (index, gradient) => {
      gradients ??= new Float64Array(size);
      gradients[index] = gradients[index]! + gradient;
    },
    spend: ({ optimiser }: Lesson) => {
      if (gradients === undefined) return;
      for (let index = 0; index < size; index++) {
        const gradient = gradients[index]!;
        if (Math.abs(gradient) < optimiser.gradientCutoff || gradient === 0) continue;
        stepRow(workspace, rowOf(index), slotsOf(index), gradient, optimiser);
      }
    },
  };
  workspace.collectors.push(emissions);
  return emissions;
}
