/**
 * The best and the second best of a row's published figures, as the paper marks them in bold and underlined: equal
 * figures share a rank, the second best is the next lower figure. A row with one figure has none marked.
 */
export function rankPublished(figures: readonly (number | null)[]): readonly ('best' | 'second' | null)[] {
  const found = figures.filter((figure) => figure !== null);
  if (found.length < 2) return figures.map(() => null);
  const best = Math.max(...found);
  const second = Math.max(...found.filter((figure) => figure < best));
  return figures.map((figure) => (figure === best ? 'best' : figure === second ? 'second' : null));
}
