/** Supervised fine-tuning: raises the log-probability of the target strings, one AdaGrad step a row. */
import type { TrainingRow } from '../../uie/records.ts';
import type { Checkpoint } from './checkpoint.ts';
import { createCurveRecorder } from './curves.ts';
import { logProbability, reinforce, startWalk } from './decision.ts';
import { closePolicy, openTrainablePolicy } from './policy.ts';
import { openSession } from './session.ts';
import { eachRow, type Trained } from './training-loop.ts';
import { decodeTarget, prepareRows } from './training-rows.ts';

export { zeroCheckpoint } from './checkpoint.ts';

export interface SftOptions {
  readonly epochs: number;
  readonly learningRate: number;
  /** Gradients of a logit below this size are left out: what is nearly right is not sharpened further. */
  readonly gradientCutoff: number;
  /** Share of the tokens' features that every row goes without, in [0, 1). */
  readonly featureDropout: number;
  /** Added to AdaGrad's sums under the root. */
  readonly accumulatorFloor: number;
}

export const defaultSftOptions = {
  epochs: 2,
  learningRate: 0.06,
  gradientCutoff: 0.005,
  featureDropout: 0.1,
  accumulatorFloor: 0.1,
} as const satisfies SftOptions;

export interface SftRequest {
  readonly rows: readonly TrainingRow[];
  /** Where to start from; left as it is. */
  readonly start: Checkpoint;
  readonly options: SftOptions;
  readonly seed: number;
  readonly onStep?: (step: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * Curves: `loss` (nats a decision), `unprojected` (share of the targets' items that no path leads to; they are not
 * learned).
 *
 * @throws ProuieError PROUIE_INSTRUCTION, PROUIE_TARGET_MALFORMED for rows that are not in the paper's form
 */
export async function trainSft({ rows, start, options, seed, onStep, signal }: SftRequest): Promise<Trained> {
  const { epochs, featureDropout } = options;
  const policy = openTrainablePolicy(start);
  prepareRows(policy, rows);
  const curves = createCurveRecorder(rows.length * epochs);
  let step = 0;
  await eachRow({ stage: 'sft', seed, rows: rows.length, epochs, onStep, signal }, (index, random) => {
    const row = rows[index]!;
    const gold = decodeTarget(policy, row, index);
    const session = openSession(policy, row, { temperature: 1, featureDropout, random });
    const { items, unprojected, follow } = session.project(gold, row.output);
    const walk = startWalk();
    follow(walk);
    const decisions = walk.decisions.length;
    if (decisions > 0) curves.add('loss', -logProbability(walk) / decisions, decisions);
    if (items > 0) curves.add('unprojected', unprojected / items, items);
    reinforce(walk, 1, 1);
    session.learn({ optimiser: options, klCoefficient: 0 });
    curves.endStep(++step);
  });
  return { checkpoint: closePolicy(policy), curves: curves.points };
}
