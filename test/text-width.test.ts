import fc from 'fast-check';
import { expect, test } from 'vitest';
import { displayWidth, fitWidth, padWidth } from '../src/text-width.ts';

test('East Asian letters and emoji take two columns, combining marks none', () => {
  expect(['F1', 'größe', '深層', '한국', '🧪', 'e\u0301', 'ﾊﾝ', 'ＡＢ', ''].map(displayWidth)).toEqual([
    2, 5, 4, 4, 2, 1, 2, 4, 0,
  ]);
});

test('a fitted text is as wide as allowed at most, and a shorter one stays as it is', () => {
  expect(fitWidth('SciERC', 6)).toBe('SciERC');
  expect(fitWidth('CrossNER', 6)).toBe('Cross…');
  expect(fitWidth('深層学習', 6)).toBe('深層…');
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 12 }), (text, width) => {
      expect(displayWidth(fitWidth(text, width))).toBeLessThanOrEqual(width);
    }),
  );
});

test('a padded text fills the width from the side that is named', () => {
  expect(padWidth('深', 4, 'start')).toBe('  深');
  expect(padWidth('深', 4, 'end')).toBe('深  ');
  expect(padWidth('CrossNER', 4, 'end')).toBe('CrossNER');
});
