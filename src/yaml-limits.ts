import { ProuieError } from './errors.ts';

/** Larger and deeper than any file that people write; what exceeds it would take the parser's memory or stack. */
const CHARACTERS = 4_000_000;
const LEVELS = 100;

/**
 * Refuses a YAML text that is too large or nested too deeply to be read with safety. Brackets count wherever they stand.
 *
 * @param what names the kind of file in messages, for example `card`
 * @throws ProuieError PROUIE_YAML with file and line
 */
export function checkYamlLimits(text: string, file: string | undefined, what: string): void {
  if (text.length > CHARACTERS) {
    throw new ProuieError(
      'PROUIE_YAML',
      `This ${what} has more than ${CHARACTERS / 1_000_000} million characters.`,
      {
        hint: 'Is it the right file?',
        location: { file },
      },
    );
  }
  const lines = text.split('\n');
  let open = 0;
  lines.forEach((line, at) => {
    let deepest = open;
    for (const character of line) {
      if (character === '[' || character === '{') deepest = Math.max(deepest, ++open);
      else if (character === ']' || character === '}') open = Math.max(0, open - 1);
    }
    const dashes = /^(?:\s*[-?:](?=\s))*/.exec(line)![0].replace(/\s/g, '').length;
    if (Math.max(deepest, dashes) <= LEVELS) return;
    throw new ProuieError('PROUIE_YAML', `This ${what} is nested more than ${LEVELS} levels deep.`, {
      hint: 'Write it flatter.',
      location: { file, line: at + 1 },
    });
  });
}
