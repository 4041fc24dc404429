/** A word of a command line that stands for itself in bash, quoted where that is needed. */
export function quoteForShell(word: string): string {
  return /^[\w./:=,@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** The words of a command line, as one that can be copied. */
export function shellWords(words: readonly string[]): string {
  return words.map(quoteForShell).join(' ');
}
