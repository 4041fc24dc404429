/** Tags: 0 for no mention, 2l + 1 where a mention of label `l` begins, 2l + 2 where it goes on. */
export interface Span {
  /** First token. */
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
  readonly label: number;
}

export function beginTag(label: number): number {
  return 2 * label + 1;
}

export function insideTag(label: number): number {
  return 2 * label + 2;
}

/** The label of a tag, -1 for tag 0. */
export function labelOf(tag: number): number {
  return tag === 0 ? -1 : (tag - 1) >> 1;
}

export function isBegin(tag: number): boolean {
  return (tag & 1) === 1;
}

/** The mentions that the tags stand for, in text order. */
export function spansOf(tags: Int32Array): Span[] {
  const spans: Span[] = [];
  let start = -1;
  for (let index = 0; index <= tags.length; index++) {
    const tag = index < tags.length ? tags[index]! : 0;
    if (start >= 0 && (tag === 0 || isBegin(tag))) {
      spans.push({ start, end: index, label: labelOf(tags[start]!) });
      start = -1;
    }
    if (isBegin(tag)) start = index;
  }
  return spans;
}

/** Writes a mention where nothing is tagged yet; returns whether there was room. */
export function placeSpan(tags: Int32Array, span: Span): boolean {
  for (let index = span.start; index < span.end; index++) if (tags[index] !== 0) return false;
  tags.fill(insideTag(span.label), span.start, span.end);
  tags[span.start] = beginTag(span.label);
  return true;
}
