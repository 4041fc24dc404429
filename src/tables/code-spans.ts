/** A piece of a remark: plain, or the inside of a code span (`` `…` ``). */
export interface TextPiece {
  readonly text: string;
  readonly isCode: boolean;
}

/** Cuts a remark at its code spans; a backtick without a partner is plain text. White space is squeezed. */
export function codeSpans(remark: string): readonly TextPiece[] {
  const pieces: TextPiece[] = [];
  let end = 0;
  const text = remark.replace(/\s+/g, ' ');
  for (const span of text.matchAll(/`([^`]+)`/g)) {
    if (span.index > end) pieces.push({ text: text.slice(end, span.index), isCode: false });
    pieces.push({ text: span[1]!, isCode: true });
    end = span.index + span[0].length;
  }
  if (end < text.length) pieces.push({ text: text.slice(end), isCode: false });
  return pieces;
}
