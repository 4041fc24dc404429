/** Signs that a terminal shows for this text, one a code point. */
export function lengthOf(text: string): number {
  return [...text].length;
}

/** Lines of at most `width` signs, broken at blanks; a longer word has a line of its own. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && lengthOf(longer) > width) {
      lines.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  return [...lines, line];
}

/** Columns in blocks that fit side by side behind a label, at least one a block; two blanks part them. */
export function columnBlocks<Column extends { readonly width: number }>(
  columns: readonly Column[],
  labelWidth: number,
  width: number,
): readonly (readonly Column[])[] {
  const blocks: Column[][] = [];
  let used = Number.POSITIVE_INFINITY;
  for (const column of columns) {
    if (used + 2 + column.width > width) {
      blocks.push([]);
      used = labelWidth;
    }
    blocks.at(-1)!.push(column);
    used += 2 + column.width;
  }
  return blocks;
}
