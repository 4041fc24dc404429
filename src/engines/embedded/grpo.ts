/**
 * GRPO: samples a group of answers to every prompt, rewards their strings, and raises the probability of those that
 * are better than their group. One step a prompt on answers of the policy itself, so the ratio of new to old policy is
 * 1 and clipping never acts. The KL term is exact: KL(policy ‖ start) of every decision on the sampled paths.
 */
import type { TrainingRow } from '../../uie/records.ts';
import { groupAdvantages } from './advantages.ts';
import type { Checkpoint } from './checkpoint.ts';
import { type CurveRecorder, createCurveRecorder } from './curves.ts';
import { entropy, reinforce, type Walk } from './decision.ts';
import { closePolicy, openTrainablePolicy } from './policy.ts';
import { openSession } from './session.ts';
import { eachRow, type Trained } from './training-loop.ts';
import { decodeTarget, prepareRows } from './training-rows.ts';

export interface GrpoOptions {
  readonly epochs: number;
  /** Answers a prompt, at least 2. */
  readonly rollouts: number;
  /** Of the policy itself, when sampling and when learning. */
  readonly temperature: number;
  readonly learningRate: number;
  readonly klCoefficient: number;
  readonly gradientCutoff: number;
  /** Share of the tokens' features that a whole group goes without; makes prompts seen before look unseen. */
  readonly featureDropout: number;
  readonly accumulatorFloor: number;
  /** Whether advantages are divided by the standard deviation of the group. */
  readonly normalise: boolean;
}

export const defaultGrpoOptions = {
  epochs: 1,
  rollouts: 8,
  temperature: 0.7,
  learningRate: 0.02,
  klCoefficient: 0.01,
  gradientCutoff: 0.002,
  featureDropout: 0,
  accumulatorFloor: 0.1,
  normalise: true,
} as const satisfies GrpoOptions;

/** What a reward says of one answer. */
export interface RolloutReward {
  readonly overall: number;
  readonly malformed: boolean;
  readonly components: Readonly<Record<string, number>>;
}

export interface GrpoRequest {
  readonly rows: readonly TrainingRow[];
  /** Where to start from and what KL is measured against; left as it is. */
  readonly start: Checkpoint;
  readonly reward: (row: TrainingRow, output: string) => RolloutReward;
  readonly options: GrpoOptions;
  readonly seed: number;
  readonly onStep?: (step: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * Curves: `reward` and its components; `malformed`, the share of malformed answers; `kl` and `entropy` in nats a
 * decision; `ties`, the share of groups whose rewards are all equal (they get the KL term only); `loss`; and
 * `unprojected`, the share of the targets' items that the policy has no path to.
 *
 * @throws ProuieError PROUIE_INSTRUCTION, PROUIE_TARGET_MALFORMED for rows that are not in the paper's form
 */
export async function trainGrpo(request: GrpoRequest): Promise<Trained> {
  const { rows, start, reward, options, seed, onStep, signal } = request;
  const { epochs, rollouts, temperature, featureDropout, klCoefficient } = options;
  const policy = openTrainablePolicy(start, klCoefficient > 0);
  prepareRows(policy, rows);
  const curves = createCurveRecorder(rows.length * epochs);
  let step = 0;
  await eachRow({ stage: 'grpo', seed, rows: rows.length, epochs, onStep, signal }, (index, random) => {
    const row = rows[index]!;
    const gold = decodeTarget(policy, row, index);
    const session = openSession(policy, row, { temperature, featureDropout, random });
    const { items, unprojected } = session.project(gold, row.output);
    if (items > 0) curves.add('unprojected', unprojected / items, items);
    const group = Array.from({ length: rollouts }, () => session.explore(random));
    const rewards = rewardEach(group, (output) => reward(row, output));
    recordRewards(curves, rewards);
    const { deviation, advantages } = groupAdvantages(
      rewards.map(({ overall }) => overall),
      options.normalise,
    );
    curves.add('ties', deviation === 0 ? 1 : 0);
    for (const [member, { walk }] of group.entries()) {
      reinforce(walk, advantages[member]! / rollouts, 1 / rollouts);
    }
    const decisions = recordEntropy(curves, group);
    const divergence =
      deviation === 0 && klCoefficient === 0 ? 0 : session.learn({ optimiser: options, klCoefficient });
    if (klCoefficient > 0) curves.add('kl', (divergence * rollouts) / decisions, decisions);
    curves.add('loss', klCoefficient * divergence - mean(advantages));
    curves.endStep(++step);
  });
  return { checkpoint: closePolicy(policy), curves: curves.points };
}

interface Rollout {
  readonly walk: Walk;
  readonly output: string;
}

/** Equal strings are rewarded once. */
function rewardEach(
  group: readonly Rollout[],
  reward: (output: string) => RolloutReward,
): readonly RolloutReward[] {
  const known = new Map<string, RolloutReward>();
  return group.map(({ output }) => {
    let result = known.get(output);
    if (result === undefined) known.set(output, (result = reward(output)));
    return result;
  });
}

function recordRewards(curves: CurveRecorder, rewards: readonly RolloutReward[]): void {
  for (const { overall, malformed, components } of rewards) {
    curves.add('reward', overall);
    curves.add('malformed', malformed ? 1 : 0);
    for (const name of Object.keys(components)) curves.add(`reward/${name}`, components[name]!);
  }
}

/** Records the entropy of every decision that was taken; returns their number. */
function recordEntropy(curves: CurveRecorder, group: readonly Rollout[]): number {
  let decisions = 0;
  let sum = 0;
  for (const { walk } of group) {
    decisions += walk.decisions.length;
    for (const decision of walk.decisions) sum += entropy(decision);
  }
  curves.add('entropy', sum / decisions, decisions);
  return decisions;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
