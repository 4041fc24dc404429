/**
 * One decision of the policy: a distribution over classes. Class 0 (no mention, no relation) has the score 0. Every
 * output is a sequence of decisions, and its log-probability the sum of theirs.
 */
import { exp, log } from '../../math.ts';
import type { Random } from '../../random.ts';

export interface Decision {
  /** Row of the features that depend on earlier decisions, -1 for none. */
  readonly row: number;
  /** The label of the open mention, -1 for none (taggings only). */
  readonly open: number;
  /** What earlier decisions led here, as two numbers that identify it among the decisions of its place. */
  readonly state: number;
  readonly context: number;
  /** Scores over temperature. */
  readonly logits: readonly number[];
  /** Empty until `normalise`. */
  probabilities: number[];
  logPartition: number;
  /** Coefficients of the walks that chose each class; empty until `reinforce`. */
  rewards: number[];
  rewardSum: number;
  /** Weighted number of walks that came here, the weight of the KL term. */
  visits: number;
  /** The next decision of the same place in another state. */
  next: Decision | undefined;
}

/** Decisions with the classes that were taken, from the first on. */
export interface Walk {
  /** Draws the classes; without one the most probable class is taken. */
  readonly random: Random | undefined;
  readonly decisions: Decision[];
  readonly classes: number[];
}

export function startWalk(random?: Random): Walk {
  return { random, decisions: [], classes: [] };
}

export function createDecision(
  row: number,
  open: number,
  state: number,
  context: number,
  logits: readonly number[],
  next: Decision | undefined,
): Decision {
  return {
    row,
    open,
    state,
    context,
    logits,
    probabilities: NONE,
    logPartition: 0,
    rewards: NONE,
    rewardSum: 0,
    visits: 0,
    next,
  };
}

const NONE: number[] = [];

/** The decision of a place that was made before in the same state. */
export function findDecision(
  first: Decision | undefined,
  state: number,
  context: number,
): Decision | undefined {
  let decision = first;
  while (decision !== undefined && (decision.state !== state || decision.context !== context)) {
    decision = decision.next;
  }
  return decision;
}

/** Takes the class `given`, or the walk's own choice when that is -1, and records it. */
export function take(walk: Walk, decision: Decision, given: number): number {
  let taken = given;
  if (taken < 0) taken = walk.random === undefined ? mostProbable(decision) : draw(decision, walk.random);
  walk.decisions.push(decision);
  walk.classes.push(taken);
  return taken;
}

function mostProbable(decision: Decision): number {
  const { logits } = decision;
  let best = 0;
  for (let index = 1; index < logits.length; index++) if (logits[index]! > logits[best]!) best = index;
  return best;
}

function draw(decision: Decision, random: Random): number {
  normalise(decision);
  const { probabilities } = decision;
  let rest = random.next();
  for (let index = 0; index < probabilities.length; index++) {
    rest -= probabilities[index]!;
    if (rest < 0) return index;
  }
  return probabilities.length - 1;
}

/** Fills in the probabilities. */
export function normalise(decision: Decision): void {
  if (decision.probabilities !== NONE) return;
  const probabilities = decision.logits.slice();
  decision.logPartition = softmax(probabilities);
  decision.probabilities = probabilities;
}

/** Turns logits into probabilities in place; returns the log of the sum of the exponentials. */
export function softmax(logits: number[]): number {
  let largest = logits[0]!;
  for (let index = 1; index < logits.length; index++) if (logits[index]! > largest) largest = logits[index]!;
  let sum = 0;
  for (let index = 0; index < logits.length; index++) {
    const value = exp(logits[index]! - largest);
    logits[index] = value;
    sum += value;
  }
  for (let index = 0; index < logits.length; index++) logits[index] = logits[index]! / sum;
  return largest + log(sum);
}

/** Credits every choice of a walk with `coefficient`; `weight` is the walk's share in the KL term. */
export function reinforce(walk: Walk, coefficient: number, weight: number): void {
  const { decisions, classes } = walk;
  for (let index = 0; index < decisions.length; index++) {
    const decision = decisions[index]!;
    normalise(decision);
    if (decision.rewards === NONE) decision.rewards = new Array<number>(decision.logits.length).fill(0);
    const taken = classes[index]!;
    decision.rewards[taken] = decision.rewards[taken]! + coefficient;
    decision.rewardSum += coefficient;
    decision.visits += weight;
  }
}

/** The log-probability of a walk in nats. */
export function logProbability(walk: Walk): number {
  let sum = 0;
  for (let index = 0; index < walk.decisions.length; index++) {
    const decision = walk.decisions[index]!;
    normalise(decision);
    sum += decision.logits[walk.classes[index]!]! - decision.logPartition;
  }
  return sum;
}

/** The entropy of a decision in nats. */
export function entropy(decision: Decision): number {
  normalise(decision);
  let mean = 0;
  for (let index = 0; index < decision.logits.length; index++) {
    mean += decision.probabilities[index]! * decision.logits[index]!;
  }
  return decision.logPartition - mean;
}
