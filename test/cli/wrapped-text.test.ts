import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { wrapText } from '../../src/cli/wrapped-text.ts';
import { displayWidth } from '../../src/text-width.ts';

describe('wrapping text', () => {
  test('lines end at blanks, and a word that is wider than a line is cut', () => {
    expect(wrapText('the raid on Tarn', 8)).toEqual(['the raid', 'on Tarn']);
    expect(wrapText('a {"place":"Tarn"} b', 8)).toEqual(['a', '{"place"', ':"Tarn"}', 'b']);
    expect(wrapText('水路水路', 5)).toEqual(['水路', '水路']);
    expect(wrapText('', 8)).toEqual(['']);
  });

  test('no line is too wide, and nothing but blanks is lost', () => {
    const words = fc.array(fc.constantFrom('raid', 'a', '水路', ' ', '  ', 'Tarn,', 'unforeseeable'));
    fc.assert(
      fc.property(words, fc.integer({ min: 2, max: 20 }), (parts, width) => {
        const text = parts.join('');
        const lines = wrapText(text, width);
        for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(width);
        expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
      }),
    );
  });
});
