import { displayWidth } from '../text-width.ts';

/** Lines of at most `width` columns, broken at blanks; a longer word is broken where the line ends. */
export function wrapText(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  const end = (): void => {
    lines.push(line.trimEnd());
    line = '';
    used = 0;
  };
  for (const word of text.match(/\S+\s*|\s+/g) ?? []) {
    if (used > 0 && used + displayWidth(word.trimEnd()) > width) end();
    for (const character of word) {
      const columns = displayWidth(character);
      if (used + columns > width && character.trim() !== '') end();
      line += character;
      used += columns;
    }
  }
  if (line.trimEnd() !== '' || lines.length === 0) end();
  return lines;
}
