const MESH = 3;

/** Keeps lines that are long enough. */
export function sieve(lines: readonly string[], coarseness: number): string[] {
  return lines.filter((line) => line.length >= MESH * coarseness);
}
