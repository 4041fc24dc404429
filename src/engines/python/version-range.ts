/**
 * Whether a version is one that was asked for: `4.57.6`, `2.3.*`, `>=4.54,<5`. A version of a build, such as
 * `2.9.1+cu128`, is the version it was built from unless the build is asked for by name. Pre-releases come before
 * their release.
 *
 * @throws Error for a range that is none
 */
export function isInRange(version: string, range: string): boolean {
  return range.split(',').every((part) => meets(version, part.trim()));
}

/** Whether a text is a range of versions. */
export function isVersionRange(text: string): boolean {
  return text.split(',').every((part) => PART.test(part.trim()));
}

const PART = /^(==|>=|<=|!=|<|>)?\s*(\d[\w.+-]*(?:\.\*)?)$/;

function meets(version: string, part: string): boolean {
  const [, operator = '==', wanted] = PART.exec(part) ?? [];
  if (wanted === undefined) throw new Error(`"${part}" is no range of versions.`);
  if (wanted.endsWith('.*')) {
    const begins = `${withoutBuild(version)}.`.startsWith(wanted.slice(0, -1));
    return operator === '!=' ? !begins : begins;
  }
  const order = compareVersions(wanted.includes('+') ? version : withoutBuild(version), wanted);
  switch (operator) {
    case '>=':
      return order >= 0;
    case '<=':
      return order <= 0;
    case '!=':
      return order !== 0;
    case '<':
      return order < 0;
    case '>':
      return order > 0;
    default:
      return order === 0;
  }
}

function withoutBuild(version: string): string {
  return version.split('+', 1)[0]!;
}

/** Part by part, numbers by value; what is left out counts as 0, and a word (`rc1`, `dev2`) comes before nothing. */
function compareVersions(left: string, right: string): number {
  const [a, b] = [partsOf(left), partsOf(right)];
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const order = compareParts(a[index] ?? 0, b[index] ?? 0);
    if (order !== 0) return order;
  }
  return 0;
}

function partsOf(version: string): readonly (number | string)[] {
  return (version.match(/\d+|[a-z]+/gi) ?? []).map((part) => (/\d/.test(part) ? Number(part) : part));
}

function compareParts(left: number | string, right: number | string): number {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  if (typeof left === 'string' && typeof right === 'string') return left < right ? -1 : left > right ? 1 : 0;
  const [word, sign] = typeof left === 'string' ? [left, 1] : [right as string, -1];
  return word === 'post' ? sign : -sign;
}
