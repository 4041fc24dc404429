import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { splitSentences, type TextSpan } from '../../src/corpora/sentence-boundaries.ts';

const split = (text: string, whole: readonly TextSpan[] = []): readonly string[] =>
  splitSentences(text, whole).map(({ start, end }) => text.slice(start, end));
const spanOf = (text: string, part: string): TextSpan => {
  const start = text.indexOf(part);
  return { start, end: start + part.length };
};

describe('sentences', () => {
  test('end behind a full stop, question mark or exclamation mark, before a capital letter or a digit', () => {
    expect(split('It failed. Who knew? Nobody!  12 mails went… Then it was quiet.')).toEqual([
      'It failed.',
      'Who knew?',
      'Nobody!',
      '12 mails went…',
      'Then it was quiet.',
    ]);
  });

  test('take closing quotes and brackets with them, and leave opening ones to the next', () => {
    expect(split('"It failed." (It had to.) “Who knew?” she said. «Ann.» ‘Bo.’')).toEqual([
      '"It failed."',
      '(It had to.)',
      '“Who knew?” she said.',
      '«Ann.»',
      '‘Bo.’',
    ]);
  });

  test('end at line breaks', () => {
    expect(split('A headline\n\n  a text, \nand more\r\n')).toEqual(['A headline', 'a text,', 'and more']);
  });

  test('go on behind abbreviations and initials, and before a small letter', () => {
    for (const text of [
      'He asked Dr. Keller and Sen. Moe.',
      'It runs in the U.S. Senate.',
      'J. R. Moe left.',
      'They paid approx. 20 coins, cf. No. 7.',
      'It is kelltech.example today. or so.',
      'Version 2.1 broke.',
    ]) {
      expect(split(text)).toEqual([text]);
    }
  });

  test('end in spite of an abbreviation at a line break', () => {
    expect(split('Read vol.\nTwo came.')).toEqual(['Read vol.', 'Two came.']);
  });

  test('are never cut inside a span', () => {
    const text = 'They sold Yes! We Fix. It was cheap.\nReally.';
    expect(split(text)).toEqual(['They sold Yes!', 'We Fix.', 'It was cheap.', 'Really.']);
    expect(split(text, [spanOf(text, 'Yes! We Fix')])).toEqual([
      'They sold Yes! We Fix.',
      'It was cheap.',
      'Really.',
    ]);
    expect(split(text, [spanOf(text, 'cheap.\nReally')])).toHaveLength(3);
    expect(split(text, [spanOf(text, 'We Fix.')])).toHaveLength(4);
  });

  test('are none in a text of white space', () => {
    expect(split(' \n\t')).toEqual([]);
  });

  test('hold all that is no white space, in order, and cut no span, whatever the text is', () => {
    const text = fc
      .array(fc.constantFrom('Ann', 'bo', '7', '.', '?', ' ', ' ', '\n', '"', 'Dr', 'U.S', '…', '('), {
        maxLength: 60,
      })
      .map((pieces) => pieces.join(''));
    const spans = fc.array(fc.tuple(fc.nat(80), fc.nat(12)), { maxLength: 4 });
    fc.assert(
      fc.property(text, spans, (written, drawn) => {
        const whole = drawn
          .map(([start, length]) => ({ start, end: Math.min(start + length, written.length) }))
          .filter(({ start, end }) => written.slice(start, end).trim() !== '')
          .map(({ start, end }) => {
            const part = written.slice(start, end);
            const first = start + part.length - part.trimStart().length;
            return { start: first, end: first + part.trim().length };
          });
        const sentences = splitSentences(written, whole);
        const joined = sentences.map(({ start, end }) => written.slice(start, end)).join('');
        expect(joined.replace(/\s/g, '')).toBe(written.replace(/\s/g, ''));
        for (const [index, { start, end }] of sentences.entries()) {
          expect(start).toBeGreaterThanOrEqual(sentences[index - 1]?.end ?? 0);
          expect(written.slice(start, end)).toBe(written.slice(start, end).trim());
        }
        for (const span of whole)
          expect(sentences.some(({ start, end }) => start <= span.start && span.end <= end)).toBe(true);
      }),
    );
  });
});
