/** The words of labels, and what is known by them. */

/** `place_of_birth`, `Life:Be-Born` and `workOfArt` are three words each, in lower case. */
export function labelWords(label: string): readonly string[] {
  const words = label
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());
  return words.length === 0 ? ['label'] : words;
}

/** The entry whose words are all among those of the label; of several the one with most words, then the first. */
export function entryFor<Entry extends { readonly words: readonly string[] }>(
  words: readonly string[],
  entries: readonly Entry[],
): Entry | undefined {
  let best: Entry | undefined;
  for (const entry of entries) {
    const isKnown = entry.words.every((word) => words.includes(word));
    if (isKnown && entry.words.length > (best?.words.length ?? 0)) best = entry;
  }
  return best;
}
