import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { groupAdvantages } from '../../../src/engines/embedded/advantages.ts';
import { createCurveRecorder } from '../../../src/engines/embedded/curves.ts';
import {
  createDecision,
  entropy,
  normalise,
  reinforce,
  startWalk,
} from '../../../src/engines/embedded/decision.ts';
import { logitGradient } from '../../../src/engines/embedded/gradient.ts';

const logits = fc.array(fc.double({ min: -8, max: 8, noNaN: true }), { minLength: 2, maxLength: 6 });
const decisionOf = (scores: readonly number[]) => createDecision(-1, -1, 0, 0, scores, undefined);
const softmaxOf = (scores: readonly number[]): number[] => {
  const powers = scores.map((score) => Math.exp(score));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
};

describe('a decision', () => {
  test('has the softmax of its logits as probabilities, also where those are large', () => {
    fc.assert(
      fc.property(logits, fc.double({ min: -1000, max: 1000, noNaN: true }), (scores, shift) => {
        const decision = decisionOf(scores.map((score) => score + shift));
        normalise(decision);
        softmaxOf(scores).forEach((probability, index) => {
          expect(decision.probabilities[index]).toBeCloseTo(probability, 9);
        });
      }),
    );
  });

  test('has the entropy of its distribution', () => {
    fc.assert(
      fc.property(logits, (scores) => {
        const expected = -softmaxOf(scores).reduce((sum, p) => sum + p * Math.log(p), 0);
        expect(entropy(decisionOf(scores))).toBeCloseTo(expected, 9);
      }),
    );
  });
});

describe('the gradient of the logits', () => {
  const pair = fc.integer({ min: 2, max: 5 }).chain((size) => {
    const scores = fc.array(fc.double({ min: -4, max: 4, noNaN: true }), {
      minLength: size,
      maxLength: size,
    });
    return fc.tuple(scores, scores, fc.nat(size - 1));
  });
  const divergence = (scores: readonly number[], reference: readonly number[]): number => {
    const p = softmaxOf(scores);
    const q = softmaxOf(reference);
    return p.reduce((sum, probability, index) => sum + probability * Math.log(probability / q[index]!), 0);
  };

  test('is that of - coefficient log p + weight visits KL, and the KL that comes with it is exact', () => {
    fc.assert(
      fc.property(pair, ([scores, reference, taken]) => {
        const decision = decisionOf(scores);
        const walk = startWalk();
        walk.decisions.push(decision);
        walk.classes.push(taken);
        reinforce(walk, 0.7, 0.5);
        const loss = (at: readonly number[]): number =>
          -0.7 * Math.log(softmaxOf(at)[taken]!) + 0.2 * 0.5 * divergence(at, reference);
        const gradient: number[] = [];
        const kl = logitGradient(decision, gradient, reference.slice(), 0.2);
        expect(kl).toBeCloseTo(divergence(scores, reference), 9);
        scores.forEach((_, index) => {
          const moved = (by: number) => loss(scores.map((score, at) => (at === index ? score + by : score)));
          expect(gradient[index]).toBeCloseTo((moved(1e-5) - moved(-1e-5)) / 2e-5, 6);
        });
      }),
    );
  });
});

describe('advantages of a group', () => {
  test('have mean 0 and, normalised, deviation 1', () => {
    const { mean, deviation, advantages } = groupAdvantages([1, 0, 0.5, 0.5], true);
    expect(mean).toBe(0.5);
    expect(deviation).toBeCloseTo(Math.sqrt(0.5 / 3), 12);
    expect(advantages.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 12);
    expect(advantages.reduce((sum, value) => sum + value * value, 0) / 3).toBeCloseTo(1, 4);
    expect(groupAdvantages([1, 0], false).advantages).toEqual([0.5, -0.5]);
  });

  test('are all 0 where all rewards are equal', () => {
    expect(groupAdvantages([0.3, 0.3, 0.3], true).advantages).toEqual([0, 0, 0]);
  });
});

describe('curves', () => {
  test('are weighted means of windows, the last one ending at the last step', () => {
    const curves = createCurveRecorder(101);
    for (let step = 1; step <= 101; step++) {
      curves.add('loss', step, step === 1 ? 3 : 1);
      if (step === 50) curves.add('rare', 7);
      curves.endStep(step);
    }
    const loss = curves.points.filter(({ name }) => name === 'loss');
    expect(loss[0]).toEqual({ step: 3, name: 'loss', value: (1 * 3 + 2 + 3) / 5 });
    expect(loss.at(-1)).toEqual({ step: 101, name: 'loss', value: 100.5 });
    expect(curves.points.filter(({ name }) => name === 'rare')).toEqual([
      { step: 51, name: 'rare', value: 7 },
    ]);
  });
});
