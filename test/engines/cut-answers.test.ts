import { describe, expect, it } from 'vitest';
import { checkCutAnswers } from '../../src/engines/cut-answers.ts';
import { failureOf } from '../failure.ts';

const answers = [
  ...Array.from({ length: 6 }, () => ({ dataset: 'Mill', finishReason: 'stop' as const })),
  ...Array.from({ length: 3 }, () => ({ dataset: 'Harbour', finishReason: 'length' as const })),
  { dataset: 'Mill', finishReason: 'length' as const },
];

describe('answers that were cut off by their length', () => {
  it('pass up to the share that may be', () => {
    expect(() => checkCutAnswers(answers, 0.4)).not.toThrow();
    expect(() => checkCutAnswers([], 0)).not.toThrow();
  });

  it('are counted and refused beyond it', () => {
    const { code, message, hint } = failureOf(() => checkCutAnswers(answers, 0.3));
    expect([code, message]).toEqual([
      'PROUIE_ANSWERS_CUT',
      '4 of 10 answers reached their limit of tokens and were cut off, which is more than the share 0.3 that may be; most of them, 3, in Harbour.',
    ]);
    expect(hint).toContain('`languageModel.cutShare`');
  });
});
