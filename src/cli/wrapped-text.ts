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

/** The narrowest column that text is wrapped to, however narrow the terminal. */
export const NARROWEST = 20;

/**
 * Text beside its label: in the first line, with the following lines below the text.
 *
 * @param labelWidth columns for the label
 * @param width of label and text together
 */
export function labelledText(
  label: string,
  text: string,
  labelWidth: number,
  width: number,
): readonly string[] {
  return labelledLines(label, wrapText(text, Math.max(NARROWEST, width - labelWidth)), labelWidth);
}

/** The same of lines that are not to be wrapped. */
export function labelledLines(
  label: string,
  lines: readonly string[],
  labelWidth: number,
): readonly string[] {
  return lines.map((line, at) => (at === 0 ? label : '').padEnd(labelWidth) + line);
}
