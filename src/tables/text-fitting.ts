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

export interface FittedColumn {
  readonly width: number;
  /** May be left out where it would need a new block. */
  readonly isOptional: boolean;
}

/** Columns in blocks that fit side by side behind a label, at least one a block; two blanks part them. */
export function columnBlocks<Column extends FittedColumn>(
  columns: readonly Column[],
  labelWidth: number,
  width: number,
): { readonly blocks: readonly (readonly Column[])[]; readonly leftOut: readonly Column[] } {
  const blocks: Column[][] = [];
  const leftOut: Column[] = [];
  let used = Number.POSITIVE_INFINITY;
  for (const column of columns) {
    const fits = used + 2 + column.width <= width;
    if (!fits && column.isOptional) {
      leftOut.push(column);
      continue;
    }
    if (!fits) {
      blocks.push([]);
      used = labelWidth;
    }
    blocks.at(-1)!.push(column);
    used += 2 + column.width;
  }
  return { blocks, leftOut };
}
