import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeTags, isTag, TAG_SCHEMES, type TaggedSpan, type TagScheme } from '../../src/corpora/tags.ts';

/** The tags of spans that do not overlap, as the scheme writes them. */
function writeTags(length: number, spans: readonly TaggedSpan[], scheme: TagScheme): string[] {
  const tags = Array<string>(length).fill('O');
  spans.forEach(({ type, start, end }, index) => {
    const before = spans[index - 1];
    const follows = before?.end === start && before.type === type;
    for (let at = start; at < end; at++) {
      const [first, last] = [at === start, at === end - 1];
      if (scheme === 'bioes') tags[at] = `${first && last ? 'S' : first ? 'B' : last ? 'E' : 'I'}-${type}`;
      else if (scheme === 'io') tags[at] = type;
      else tags[at] = `${first && (scheme === 'bio' || follows) ? 'B' : 'I'}-${type}`;
    }
  });
  return tags;
}

const spanLists = fc
  .array(
    fc.record({ gap: fc.nat(2), size: fc.integer({ min: 1, max: 3 }), type: fc.constantFrom('A', 'B') }),
    { maxLength: 6 },
  )
  .map((parts) => {
    let at = 0;
    const spans = parts.map(({ gap, size, type }): TaggedSpan => {
      const start = at + gap;
      at = start + size;
      return { type, start, end: at };
    });
    return { spans, length: at + 1 };
  });

/** Whether a span and the one behind it are of one type with nothing between them. */
function touchesNext(span: TaggedSpan, index: number, spans: readonly TaggedSpan[]): boolean {
  const next = spans[index + 1];
  return next?.start === span.end && next.type === span.type;
}

describe('tags', () => {
  for (const scheme of TAG_SCHEMES) {
    test(`give the spans back that they were written for (${scheme})`, () => {
      fc.assert(
        fc.property(spanLists, ({ spans, length }) => {
          fc.pre(scheme !== 'io' || !spans.some(touchesNext));
          const tags = writeTags(length, spans, scheme);
          expect(tags.every((tag) => isTag(tag, scheme))).toBe(true);
          expect(decodeTags(tags, scheme)).toEqual({ spans, mended: 0 });
        }),
      );
    });
  }

  test('that are types alone are one mention where they stand side by side', () => {
    expect(decodeTags(['A', 'A', 'B', 'O', 'A'], 'io')).toEqual({
      spans: [
        { type: 'A', start: 0, end: 2 },
        { type: 'B', start: 2, end: 3 },
        { type: 'A', start: 4, end: 5 },
      ],
      mended: 0,
    });
  });

  test('of another scheme are no tags', () => {
    expect(isTag('S-A', 'bio')).toBe(false);
    expect(isTag('b-A', 'bio')).toBe(false);
    expect(isTag('', 'bio')).toBe(false);
  });
});
