import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anchorMention } from '../../src/corpora/text-anchor.ts';

const TEXT = 'the mail, the other mail and the  third\nmail';

describe('a mention', () => {
  test('is where its offsets say when its text is there', () => {
    expect(anchorMention(TEXT, 'mail', 20, 24)).toEqual({ start: 20, end: 24, moved: false });
  });

  test('is found at the nearest place otherwise, the first of two equally near', () => {
    expect(anchorMention(TEXT, 'mail', 19, 23)).toEqual({ start: 20, end: 24, moved: true });
    expect(anchorMention(TEXT, 'mail', 12, 16)).toEqual({ start: 4, end: 8, moved: true });
    expect(anchorMention(TEXT, 'mail', 900, 904)).toMatchObject({ start: 40 });
    expect(anchorMention(TEXT, 'mail', -3, 1)).toMatchObject({ start: 4 });
  });

  test('has moved when its end is not where its text ends', () => {
    expect(anchorMention(TEXT, 'mail', 4, 9)).toEqual({ start: 4, end: 8, moved: true });
  });

  test('is found with other white space between its words', () => {
    expect(anchorMention(TEXT, 'the third mail', 0, 14)).toEqual({ start: 29, end: 44, moved: true });
  });

  test('is nowhere when its words are nowhere', () => {
    expect(anchorMention(TEXT, 'mails', 4, 9)).toBeUndefined();
    expect(anchorMention(TEXT, 'm.il', 4, 8)).toBeUndefined();
  });

  test('without text stands inside the document', () => {
    expect(anchorMention(TEXT, ' ', 900, 901)).toEqual({ start: TEXT.length, end: TEXT.length, moved: true });
  });

  test('that is cut from a text is found in it, wherever its offsets point', () => {
    const text = fc.array(fc.constantFrom('a', 'b', '(', '$', '\\', ' ', '\n'), { minLength: 1 });
    fc.assert(
      fc.property(text, fc.nat(), fc.nat(), fc.integer(), (pieces, from, length, offset) => {
        const written = pieces.join('');
        const start = from % written.length;
        const mention = written.slice(start, start + 1 + (length % 6));
        fc.pre(mention.trim() !== '');
        const found = anchorMention(written, mention, offset, offset + mention.length)!;
        expect(written.slice(found.start, found.end)).toBe(mention);
        expect(Math.abs(found.start - offset)).toBeLessThanOrEqual(Math.abs(start - offset));
      }),
    );
  });
});
