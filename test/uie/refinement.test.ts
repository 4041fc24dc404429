import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchPredictions } from '../../src/uie/answers.ts';
import { type CaseCandidate, chooseCases } from '../../src/uie/case-choice.ts';
import type { Example } from '../../src/uie/records.ts';
import {
  changeBetween,
  isRefined,
  judgeStage,
  type StageAnswer,
  wrongItems,
} from '../../src/uie/refinement.ts';

const EXAMPLE: Example = {
  id: 'g-1',
  dataset: 'Guilds',
  task: 're',
  split: 'test',
  text: 'Missing bells are replaced by a few hand-made bells of the old guild',
  schema: { task: 're', types: ['replaced by', 'made by'] },
  gold: { task: 're', relations: [{ type: 'replaced by', head: 'bells', tail: 'hand-made bells' }] },
};

function stage(output: string): StageAnswer {
  return judgeStage(matchPredictions([EXAMPLE], [{ id: 'g-1', output }])[0]!);
}

const verbose = stage('{"replaced by": "bells, few hand-made bells", "made by": ""}');
const concise = stage('{"replaced by": "bells, few hand-made bells"}');
const right = stage('{"replaced by": "bells, hand-made bells"}');

describe('what a stage mends', () => {
  it('is counted in wrong items, both false positives and false negatives, and in empty fields', () => {
    expect([wrongItems(verbose), verbose.emptyFields]).toEqual([2, 1]);
    expect([wrongItems(concise), concise.emptyFields]).toEqual([2, 0]);
    expect([wrongItems(right), right.emptyFields]).toEqual([0, 0]);
    expect(wrongItems(stage('no object'))).toBe(1);
  });

  it('is better with fewer wrong items, or with as many and fewer empty fields', () => {
    expect(changeBetween(verbose, concise)).toBe('better');
    expect(changeBetween(concise, verbose)).toBe('worse');
    expect(changeBetween(concise, concise)).toBe('same');
    const tidyButWrong = stage('{"made by": "bells, guild"}');
    expect(
      changeBetween(stage('{"replaced by": "bells, hand-made bells", "made by": ""}'), tidyButWrong),
    ).toBe('worse');
  });

  it('makes a case as the one of Figure 9', () => {
    expect(isRefined([verbose, concise, right])).toBe(true);
    expect(isRefined([verbose, concise, concise])).toBe(false);
    expect(isRefined([concise, concise, right])).toBe(false);
    expect(isRefined([verbose, right, right])).toBe(false);
  });
});

/** A case with so many wrong items at its beginning and its end. */
function candidate(task: 're' | 'ee', dataset: string, text: string, before = 4, after = 0): CaseCandidate {
  const wrong = (count: number): StageAnswer => ({
    errors: Array.from({ length: count }, () => ({
      metric: 'relation',
      class: 'missing',
      gold: ['made by', 'bells', 'guild'],
      answer: null,
    })),
    emptyFields: 0,
  });
  return { task, dataset, text, stages: [wrong(before), wrong(after)] };
}

describe('the cases that are shown', () => {
  it('are those that end without errors first, then those with more mended, then shorter ones', () => {
    const cases = [
      candidate('re', 'A', 'some errors stay', 9, 1),
      candidate('re', 'A', 'a long text', 4),
      candidate('re', 'A', 'a text', 4),
      candidate('re', 'A', 'the most is mended', 6),
    ];
    expect(chooseCases(cases, 10).map(({ text }) => text)).toEqual([
      'the most is mended',
      'a text',
      'a long text',
      'some errors stay',
    ]);
  });

  it('are of each data set in turn, relations before events', () => {
    const cases = ['A', 'A', 'B', 'C', 'C'].map((dataset, at) =>
      candidate(dataset === 'C' ? 'ee' : 're', dataset, `text ${at}`),
    );
    expect(chooseCases(cases, 4).map(({ dataset }) => dataset)).toEqual(['A', 'B', 'C', 'C']);
    expect(chooseCases(cases, 10).map(({ dataset }) => dataset)).toEqual(['A', 'B', 'A', 'C', 'C']);
  });

  it('are never more than asked for, and as many as there are', () => {
    const candidates = fc.array(
      fc.record({ task: fc.constantFrom('re', 'ee'), set: fc.nat(3), length: fc.nat(9), after: fc.nat(2) }),
    );
    fc.assert(
      fc.property(candidates, fc.integer({ min: 1, max: 12 }), (drawn, most) => {
        const cases = drawn.map(({ task, set, length, after }) =>
          candidate(task as 're' | 'ee', `${task}${set}`, 'x'.repeat(length), 3, after),
        );
        const chosen = chooseCases(cases, most);
        expect(chosen).toHaveLength(Math.min(most, cases.length));
        expect(new Set(chosen).size).toBe(chosen.length);
        const relations = chosen.filter(({ task }) => task === 're').length;
        expect(relations).toBeGreaterThanOrEqual(
          Math.min(Math.ceil(most / 2), cases.filter(({ task }) => task === 're').length),
        );
      }),
    );
  });
});
