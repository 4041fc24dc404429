/** Where a mention stands in its document. */
export interface TextAnchor {
  readonly start: number;
  readonly end: number;
  /** Whether that is not where its offsets say. */
  readonly moved: boolean;
}

/**
 * The place of a mention: where its offsets say, when its text is there; else the nearest place that has its text; else the
 * nearest that has its words with other white space between them. Of two equally near, the first.
 *
 * @param start,end what the source says, in characters of `text`, the end exclusive
 * @returns undefined when the mention's text is nowhere
 */
export function anchorMention(
  text: string,
  mention: string,
  start: number,
  end: number,
): TextAnchor | undefined {
  if (start >= 0 && end === start + mention.length && text.startsWith(mention, start))
    return { start, end, moved: false };
  if (mention.trim() === '') {
    const place = Math.min(Math.max(start, 0), text.length);
    return { start: place, end: place, moved: true };
  }
  return nearest(text, literal(mention), start) ?? nearest(text, spaced(mention), start);
}

function nearest(text: string, pattern: RegExp, offset: number): TextAnchor | undefined {
  let best: TextAnchor | undefined;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const start = match.index;
    if (best !== undefined && Math.abs(best.start - offset) <= Math.abs(start - offset)) break;
    best = { start, end: start + match[0].length, moved: true };
    pattern.lastIndex = start + 1;
  }
  return best;
}

function literal(mention: string): RegExp {
  return new RegExp(escaped(mention), 'g');
}

function spaced(mention: string): RegExp {
  return new RegExp(mention.trim().split(/\s+/).map(escaped).join('\\s+'), 'g');
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
