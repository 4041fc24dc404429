/** The figures that `prouie run` makes; no command prints them. */
const FIGURES = ['3', '9'] as const;

/**
 * What to type for the figure that a word names (`figures`, `figure-9`, `figure/3`, `Figure 4`), and where it lies.
 *
 * @returns undefined where the word names no figure
 */
export function figureHint(word: string): string | undefined {
  const named = /^fig(?:ure)?s?[-/ .]*(\d*)$/i.exec(word);
  if (named === null) return undefined;
  const wanted = FIGURES.filter((figure) => named[1] === '' || figure === named[1]);
  if (wanted.length === 0) return `Figures that are made: ${FIGURES.join(' and ')}; see docs/figures.md.`;
  const nodes = wanted.map((figure) => `figure/${figure}`).join(' ');
  const files = wanted.map((figure) => `results/<profile>/figure-${figure}.md`).join(' and ');
  return `Make ${wanted.length > 1 ? 'figures' : 'the figure'} with \`prouie run ${nodes}\`, then read ${files}.`;
}
