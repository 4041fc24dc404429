/** One decision between class 0 (score 0) and classes that each have slots: a pair's relation, the style of the answer. */
import { createDecision, type Decision, findDecision, take, type Walk } from './decision.ts';
import { logitGradient } from './gradient.ts';
import type { SlotList } from './slots.ts';
import { type Learner, type Lesson, scoreRow, stepRow, type Workspace } from './workspace.ts';

export interface Choice extends Learner {
  /**
   * Decides, by the class `given` or (-1) by the walk's own choice. `state` tells apart what earlier decisions say,
   * and `addStateRow` adds the row of features that says it.
   */
  walk(walk: Walk, given: number, state?: number, addStateRow?: () => number): number;
}

interface Bench {
  readonly workspace: Workspace;
  readonly row: number;
  readonly classes: readonly SlotList[];
  readonly scores: readonly number[];
  first: Decision | undefined;
}

/** A choice between 0 and classes.length others, by the features of `row` and those of its state. */
export function createChoice(workspace: Workspace, row: number, classes: readonly SlotList[]): Choice {
  const scores = classes.map((slots) => scoreRow(workspace, workspace.weights.values, row, slots));
  const bench: Bench = { workspace, row, classes, scores, first: undefined };
  const choice: Choice = {
    walk: (walk, given, state = 0, addStateRow) => take(walk, decide(bench, state, addStateRow), given),
    learn: (lesson) => learnChoice(bench, lesson),
  };
  workspace.learners.push(choice);
  return choice;
}

function decide(bench: Bench, state: number, addStateRow: (() => number) | undefined): Decision {
  const known = findDecision(bench.first, state, 0);
  if (known !== undefined) return known;
  const row = addStateRow === undefined ? -1 : addStateRow();
  const logits = scoreClasses(bench, bench.scores, row, bench.workspace.weights.values);
  return (bench.first = createDecision(row, -1, state, 0, logits, bench.first));
}

function scoreClasses(bench: Bench, scores: readonly number[], row: number, values: Float32Array): number[] {
  const { workspace, classes } = bench;
  const logits = [0];
  for (let index = 0; index < classes.length; index++) {
    const state = row < 0 ? 0 : scoreRow(workspace, values, row, classes[index]!);
    logits.push((scores[index]! + state) / workspace.temperature);
  }
  return logits;
}

function learnChoice(bench: Bench, lesson: Lesson): number {
  const { workspace, classes } = bench;
  const { optimiser, klCoefficient } = lesson;
  const values = klCoefficient > 0 ? workspace.reference! : undefined;
  const scores = values && classes.map((slots) => scoreRow(workspace, values, bench.row, slots));
  const total = new Array<number>(classes.length + 1).fill(0);
  const gradient: number[] = [];
  let divergence = 0;
  for (let decision = bench.first; decision !== undefined; decision = decision.next) {
    if (decision.visits === 0) continue;
    const reference = values && scores && scoreClasses(bench, scores, decision.row, values);
    divergence += decision.visits * logitGradient(decision, gradient, reference, klCoefficient);
    for (let index = 1; index < gradient.length; index++) {
      const pull = gradient[index]! / workspace.temperature;
      total[index] = total[index]! + pull;
      if (decision.row < 0 || Math.abs(pull) < optimiser.gradientCutoff) continue;
      stepRow(workspace, decision.row, classes[index - 1]!, pull, optimiser);
    }
  }
  for (let index = 1; index < total.length; index++) {
    if (total[index] === 0 || Math.abs(total[index]!) < optimiser.gradientCutoff) continue;
    stepRow(workspace, bench.row, classes[index - 1]!, total[index]!, optimiser);
  }
  return divergence;
}
