import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cutText } from '../../../src/report/page/marked-text.ts';
import type { EntityStructure } from '../../../src/uie/records.ts';

const entities = (...pairs: readonly (readonly [string, string])[]): EntityStructure => ({
  task: 'ner',
  entities: pairs.map(([type, text]) => ({ type, text })),
});

describe('the text with the spans of gold and answer', () => {
  test('a mention of both has both labels, one of gold alone has none of the answer', () => {
    const pieces = cutText(
      'Ada met Bo.',
      entities(['person', 'Ada'], ['person', 'Bo']),
      entities(['place', 'Ada']),
    );
    expect(pieces).toEqual([
      { text: 'Ada', gold: ['person'], answer: ['place'] },
      { text: ' met ', gold: [], answer: [] },
      { text: 'Bo', gold: ['person'], answer: [] },
      { text: '.', gold: [], answer: [] },
    ]);
  });

  test('mentions that overlap are cut where either begins or ends', () => {
    const pieces = cutText('North Sea port', entities(['sea', 'North Sea']), entities(['port', 'Sea port']));
    expect(pieces.map(({ text }) => text)).toEqual(['North ', 'Sea', ' port']);
    expect(pieces[1]).toMatchObject({ gold: ['sea'], answer: ['port'] });
  });

  test('a mention stands where it cuts no word, if there is such a place', () => {
    const pieces = cutText('carpet car', entities(['thing', 'car']), entities());
    expect(pieces.map(({ text, gold }) => [text, gold.length])).toEqual([
      ['carpet ', 0],
      ['car', 1],
    ]);
  });

  test('whatever is marked, the pieces are the text', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.string()), fc.array(fc.string()), (text, gold, answer) => {
        const named = (mentions: readonly string[]) =>
          entities(...mentions.map((mention) => ['type', mention] as const));
        const pieces = cutText(text, named(gold), named([...answer, text.slice(1, 4)]));
        expect(pieces.map((piece) => piece.text).join('')).toBe(text);
      }),
    );
  });
});
