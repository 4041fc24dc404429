import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isValidationRow, rolloutLine } from '../../../src/engines/easyr1/data.ts';

describe('a row for EasyR1', () => {
  it('has a prompt joined as LLaMA-Factory does, and the whole row as one text', () => {
    const row = { instruction: 'Find.', input: 'Åsa met\nBo.', output: '{"person": "Åsa | Bo"}' };
    const { prompt, answer } = JSON.parse(rolloutLine(row)) as { readonly [name: string]: string };
    expect(prompt).toBe('Find.\nÅsa met\nBo.');
    expect(JSON.parse(answer!)).toEqual(row);
  });

  it('is one line whatever it holds', () => {
    const text = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(text, text, text, (instruction, input, output) => {
        const line = rolloutLine({ instruction, input, output });
        expect(line).not.toContain('\n');
        expect(JSON.parse((JSON.parse(line) as { answer: string }).answer)).toEqual({
          instruction,
          input,
          output,
        });
      }),
    );
  });

  it('is taken for validation as often as asked, from all parts of the rows', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 500 }), (rows, wanted) => {
        const count = Math.min(rows, wanted);
        const taken = Array.from({ length: rows }, (_, index) => isValidationRow(index, rows, count));
        expect(taken.filter(Boolean)).toHaveLength(count);
        const half = taken.slice(0, Math.ceil(rows / 2)).filter(Boolean).length;
        expect(Math.abs(half - count / 2)).toBeLessThanOrEqual(1);
      }),
    );
  });
});
