/**
 * How tags mark mentions. `bio`: B- begins a mention, I- goes on. `iob1`: I- also begins one, B- only where the mention
 * before it has the same type. `bioes`: E- ends a mention, S- is one of a single token; reads `bio` as well. `io`: the tag
 * is the type, and neighbours of one type are one mention.
 */
export type TagScheme = 'bio' | 'iob1' | 'bioes' | 'io';
export const TAG_SCHEMES = ['bio', 'iob1', 'bioes', 'io'] as const satisfies readonly TagScheme[];

/** A mention of tokens [start, end). */
export interface TaggedSpan {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

export interface DecodedTags {
  readonly spans: readonly TaggedSpan[];
  /** Tags that go on with a mention that is not there; each begins one. */
  readonly mended: number;
}

const LETTERS = { bio: 'BI', iob1: 'BI', bioes: 'BIES' } as const;

/** Whether a tag is one of the scheme: `O`, or a letter, a minus and a type. */
export function isTag(tag: string, scheme: TagScheme): boolean {
  if (scheme === 'io') return tag !== '';
  return tag === 'O' || (tag.length > 2 && tag[1] === '-' && LETTERS[scheme].includes(tag[0]!));
}

/** The tags of a scheme in words, for messages. */
export function describeTags(scheme: TagScheme): string {
  if (scheme === 'io') return 'O or a type';
  const letters = [...LETTERS[scheme]].map((letter) => `${letter}-`);
  return `the tag O, or ${letters.slice(0, -1).join(', ')} or ${letters.at(-1)} and a type`;
}

/** The mentions of one sentence, in order; `tags` have passed `isTag`. */
export function decodeTags(tags: readonly string[], scheme: TagScheme): DecodedTags {
  const spans: TaggedSpan[] = [];
  let mended = 0;
  let open: { readonly type: string; readonly start: number } | undefined;
  const close = (end: number): void => {
    if (open !== undefined) spans.push({ ...open, end });
    open = undefined;
  };
  for (const [index, tag] of tags.entries()) {
    const letter = scheme === 'io' && tag !== 'O' ? 'I' : tag[0];
    const type = scheme === 'io' ? tag : tag.slice(2);
    const goesOn = letter === 'I' || letter === 'E';
    if (!goesOn || open?.type !== type) {
      close(index);
      if (tag !== 'O') open = { type, start: index };
      if (goesOn && scheme !== 'iob1' && scheme !== 'io') mended++;
    }
    if (letter === 'E' || letter === 'S') close(index + 1);
  }
  close(tags.length);
  return { spans, mended };
}
