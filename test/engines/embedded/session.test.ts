import { beforeAll, describe, expect, test } from 'vitest';
import type { Checkpoint } from '../../../src/engines/embedded/checkpoint.ts';
import { logProbability, reinforce, startWalk, type Walk } from '../../../src/engines/embedded/decision.ts';
import { openPolicy, openTrainablePolicy, type Policy } from '../../../src/engines/embedded/policy.ts';
import { openSession, type Session } from '../../../src/engines/embedded/session.ts';
import { decodeTarget } from '../../../src/engines/embedded/training-rows.ts';
import type { Random } from '../../../src/random.ts';
import { randomStream } from '../../../src/random.ts';
import { renderInstruction } from '../../../src/uie/instruction.ts';
import type { TrainingRow } from '../../../src/uie/records.ts';
import { ENTITY_SCHEMA, EVENT_SCHEMA, inventRows, RELATION_SCHEMA } from './invented-rows.ts';
import { mixedRows, trainOn } from './trained.ts';

const asIs = { temperature: 1, featureDropout: 0 };
/** Short enough that all their paths can be walked. */
const prompts = [
  { instruction: renderInstruction(ENTITY_SCHEMA, 'cm'), input: 'Odo Vance' },
  { instruction: renderInstruction(RELATION_SCHEMA, 'cm'), input: 'Odo Vance Lindow' },
  { instruction: renderInstruction(EVENT_SCHEMA, 'cm'), input: 'tremor' },
] as const;

/** Every path of a session with its probability, by walking down and turning the last class that has a successor. */
function enumeratePaths(session: Session): Map<string, number> {
  const paths = new Map<string, number>();
  let forced: number[] = [];
  for (;;) {
    let drawn = 0;
    const random: Random = { next: () => forced[drawn++] ?? 0, below: () => 0 };
    const { walk } = session.explore(random);
    paths.set(walk.classes.join(' '), Math.exp(logProbability(walk)));
    let last = walk.classes.length - 1;
    while (last >= 0 && walk.classes[last] === walk.decisions[last]!.logits.length - 1) last--;
    if (last < 0) return paths;
    forced = walk.classes.slice(0, last + 1).map((taken, index) => {
      const chosen = index === last ? taken + 1 : taken;
      const { probabilities } = walk.decisions[index]!;
      const before = probabilities.slice(0, chosen).reduce((sum, probability) => sum + probability, 0);
      return before + probabilities[chosen]! / 2;
    });
  }
}

let checkpoint: Checkpoint;
beforeAll(async () => {
  checkpoint = await trainOn(mixedRows(30, 3), { epochs: 1 });
});

describe('the probabilities of all paths', () => {
  test.each(prompts)('sum to 1 for "$input"', (prompt) => {
    const paths = enumeratePaths(openSession(openPolicy(checkpoint), prompt, asIs));
    expect(paths.size).toBeGreaterThan(20);
    const total = [...paths.values()].reduce((sum, probability) => sum + probability, 0);
    expect(total).toBeCloseTo(1, 9);
  });

  test.each(prompts)('are the frequencies of sampled walks for "$input"', (prompt) => {
    const flat = { temperature: 1.5, featureDropout: 0 };
    const paths = enumeratePaths(openSession(openPolicy(checkpoint), prompt, flat));
    const session = openSession(openPolicy(checkpoint), prompt, flat);
    const random = randomStream(5, 'draws');
    const draws = 20_000;
    const counts = new Map<string, number>();
    for (let draw = 0; draw < draws; draw++) {
      const name = session.explore(random).walk.classes.join(' ');
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    for (const [name, probability] of paths) {
      const margin = 5 * Math.sqrt((probability * (1 - probability)) / draws) + 1 / draws;
      expect(Math.abs((counts.get(name) ?? 0) / draws - probability), name).toBeLessThan(margin);
    }
  });
});

describe('the gradient', () => {
  const COEFFICIENT = 0.8;
  const KL = 0.3;
  const options = { temperature: 0.7, featureDropout: 0 };

  /** A policy that has moved away from its reference, so that KL is not flat. */
  function movedPolicy(values: Float32Array): Policy {
    const policy = openTrainablePolicy(checkpoint, true);
    policy.weights.values.set(values);
    return policy;
  }

  function credit(policy: Policy, row: TrainingRow): { readonly session: Session; readonly walk: Walk } {
    const session = openSession(policy, row, options);
    const walk = startWalk();
    session.project(decodeTarget(policy, row, 0), row.output).follow(walk);
    reinforce(walk, COEFFICIENT, 1);
    return { session, walk };
  }

  /** With this optimiser a step is the gradient itself. */
  const plain = { learningRate: 1e6, accumulatorFloor: 1e12, gradientCutoff: 0 };

  function lossAt(values: Float32Array, row: TrainingRow): number {
    const { session, walk } = credit(movedPolicy(values), row);
    const divergence = session.learn({ optimiser: { ...plain, learningRate: 0 }, klCoefficient: KL });
    return -COEFFICIENT * logProbability(walk) + KL * divergence;
  }

  test.each(['ner', 're', 'ee'] as const)(
    'of a %s row agrees with finite differences of the loss',
    async (task) => {
      const [row] = inventRows(task, 1, 17);
      const start = (await trainOn(mixedRows(30, 8), { epochs: 1 })).weights;
      const policy = movedPolicy(start);
      credit(policy, row!).session.learn({ optimiser: plain, klCoefficient: KL });
      const gradient = policy.weights.values.map((value, index) => start[index]! - value);
      const square = gradient.reduce((sum, value) => sum + value * value, 0);
      expect(square).toBeGreaterThan(1e-3);
      const reach = 1e-3 / Math.sqrt(square);
      const loss = (sign: number): number =>
        lossAt(
          start.map((value, index) => value + sign * reach * gradient[index]!),
          row!,
        );
      const slope = (loss(1) - loss(-1)) / (2 * reach);
      expect(slope / square).toBeCloseTo(1, 2);
    },
  );
});

describe('a projected target', () => {
  test.each(['ner', 're', 'ee'] as const)(
    'of a %s row is fully reachable and is what a sharp policy writes',
    async (task) => {
      const rows = inventRows(task, 25, 4);
      const sharp = await trainOn(rows, { epochs: 8, featureDropout: 0 });
      const policy = openPolicy(sharp);
      for (const [index, row] of rows.entries()) {
        const session = openSession(policy, row, asIs);
        const projection = session.project(decodeTarget(policy, row, index), row.output);
        expect(projection.unprojected).toBe(0);
        const followed = startWalk();
        projection.follow(followed);
        const explored = session.explore();
        expect(explored.output).toBe(row.output);
        expect(explored.walk.classes.slice(0, followed.classes.length)).toEqual(followed.classes);
      }
    },
  );
});
