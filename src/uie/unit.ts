/**
 * Structural units as strings. The lengths of all parts but the last stand in front, one character each, so units
 * are equal exactly when all their parts are; parts are shorter than 65,536.
 */

/** A unit of two parts, for example (type, text). */
export function pairUnit(first: string, second: string): string {
  return String.fromCharCode(first.length) + first + second;
}

/** A unit of three parts, for example (type, head, tail). */
export function tripleUnit(first: string, second: string, third: string): string {
  return String.fromCharCode(first.length, second.length) + first + second + third;
}

/** A unit of four parts: (type, trigger, role, argument). */
export function quadrupleUnit(first: string, second: string, third: string, fourth: string): string {
  return String.fromCharCode(first.length, second.length, third.length) + first + second + third + fourth;
}

/** A unit of any number of parts. */
export function partsUnit(parts: readonly string[]): string {
  if (parts.length === 2) return pairUnit(parts[0]!, parts[1]!);
  if (parts.length === 3) return tripleUnit(parts[0]!, parts[1]!, parts[2]!);
  const lengths = parts.slice(0, -1).map(({ length }) => length);
  return String.fromCharCode(...lengths) + parts.join('');
}
