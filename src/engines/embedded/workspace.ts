/** What the decisions of one prompt share: the text, the rows of features, the weights, and what learns from them. */
import { createFeatureTable, type FeatureTable } from './feature-table.ts';
import type { Passage } from './passage.ts';
import type { SlotList } from './slots.ts';
import { type Optimiser, stepWeights, sumWeights, type Weights } from './weights.ts';

export interface Workspace {
  readonly passage: Passage;
  readonly table: FeatureTable;
  readonly weights: Weights;
  /** The weights of the policy that KL is measured against, where there is one. */
  readonly reference: Float32Array | undefined;
  /** Divides every score: the policy itself is flatter or sharper, when sampling and when learning. */
  readonly temperature: number;
  /** Taggings and choices, in the order in which they were made. */
  readonly learners: Learner[];
  /** Gathered gradients that are spent after all learners had their turn. */
  readonly collectors: Collector[];
}

export interface Learner {
  /** Moves the weights by what walks were credited with; returns the sum of visits · KL. */
  learn(lesson: Lesson): number;
}
export interface Collector {
  spend(lesson: Lesson): void;
}

/** How a prompt's decisions move the weights. */
export interface Lesson {
  readonly optimiser: Optimiser;
  /** Weight of KL(policy ‖ reference) for every decision of a walk; 0 for none. */
  readonly klCoefficient: number;
}

export function createWorkspace(
  passage: Passage,
  weights: Weights,
  reference: Float32Array | undefined,
  temperature: number,
): Workspace {
  const table = createFeatureTable(passage.tokens.length * 80);
  return { passage, table, weights, reference, temperature, learners: [], collectors: [] };
}

/** The score of a row of features for the slots, under the weights or the reference. */
export function scoreRow(workspace: Workspace, values: Float32Array, row: number, slots: SlotList): number {
  const { table, weights } = workspace;
  return sumWeights(values, weights.mask, table.data, table.starts[row]!, table.starts[row + 1]!, slots);
}

/** Moves the weights of a row of features for the slots, by the gradient of their score. */
export function stepRow(
  workspace: Workspace,
  row: number,
  slots: SlotList,
  gradient: number,
  optimiser: Optimiser,
): void {
  const { table, weights } = workspace;
  stepWeights(weights, table.data, table.starts[row]!, table.starts[row + 1]!, slots, gradient, optimiser);
}

/** Spends the credit of all walks of this prompt on the weights; returns the sum of visits · KL. */
export function learn(workspace: Workspace, lesson: Lesson): number {
  let divergence = 0;
  for (const learner of workspace.learners) divergence += learner.learn(lesson);
  for (const collector of workspace.collectors) collector.spend(lesson);
  return divergence;
}
