import { expect, test } from 'vitest';
import { countNoun } from '../../src/cli/counted-noun.ts';

test('one of a thing is named in the singular, none and several in the plural', () => {
  expect([0, 1, 2].map((count) => countNoun(count, 'result'))).toEqual([
    '0 results',
    '1 result',
    '2 results',
  ]);
  expect(countNoun(1, 'piece of content', 'pieces of content')).toBe('1 piece of content');
  expect(countNoun(3, 'piece of content', 'pieces of content')).toBe('3 pieces of content');
});
