import { describe, expect, it } from 'vitest';
import { curvesOf } from '../../../src/engines/easyr1/curves.ts';

function log(...steps: readonly [step: number, reward: number][]): string {
  return steps.map(([step, overall]) => `${JSON.stringify({ step, reward: { overall } })}\n`).join('');
}

describe('the curves of a run', () => {
  it('have the names of EasyR1, sections joined by a slash, without times', () => {
    const line =
      '{"step": 1, "reward": {"overall": 0.5, "malformed": 0.0}, "timing_s": {"gen": 3.1}, "perf": {"mfu": 0.2}}\n';
    expect(curvesOf([line])).toEqual([
      { step: 1, name: 'reward/overall', value: 0.5 },
      { step: 1, name: 'reward/malformed', value: 0 },
    ]);
  });

  it('have a gap where a value is no number', () => {
    const line = '{"step": 1, "actor": {"kl_loss": NaN, "grad_norm": Infinity, "lr": 1e-06}}\n';
    expect(curvesOf([line])).toEqual([{ step: 1, name: 'actor/lr', value: 1e-6 }]);
  });

  it('count a step that was done again as it was the last time', () => {
    const before = log([1, 0.1], [2, 0.2], [3, 0.3]);
    const after = log([2, 0.25], [3, 0.35], [4, 0.45]);
    expect(curvesOf([before, '', after]).map(({ step, value }) => [step, value])).toEqual([
      [1, 0.1],
      [2, 0.25],
      [3, 0.35],
      [4, 0.45],
    ]);
  });

  it('go without a last line that a kill has cut off, and with no other', () => {
    expect(curvesOf([`${log([1, 0.1])}{"step": 2, "rew`])).toHaveLength(1);
    expect(() => curvesOf([`{"step": 1, "rew\n${log([2, 0.1])}`])).toThrow(SyntaxError);
  });
});
