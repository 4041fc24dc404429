import type { z } from 'zod';
import type { ValuePath } from './value-path.ts';

type Issue = z.core.$ZodIssue;

/** Of a text that is shown, in characters. */
const MOST_SHOWN = 60;

/**
 * A value of several kinds that fits none: what is wrong under the kind that it was meant to be. Other issues stay.
 *
 * @param path where the value that was checked stands in the whole
 */
export function meantIssue(issue: Issue, path: ValuePath = []): Issue {
  const here = { ...issue, path: [...path, ...issue.path] as PropertyKey[] };
  if (issue.code !== 'invalid_union') return here;
  for (const [branch] of issue.errors)
    if (branch !== undefined && (branch.path.length > 0 || !isOfKind(branch)))
      return meantIssue(branch, here.path);
  return here;
}

/**
 * What is wrong with a value, in one sentence without a full stop: `SUBJECT must be a number, and is the text "x"`.
 * Where a schema has words of its own, these.
 *
 * @param subject what the value is called
 * @param found the value; undefined where there is none
 */
export function describeIssue(subject: string, issue: Issue, found: unknown): string {
  const wanted = requirement(issue);
  if (wanted === undefined) return `${subject}: ${issue.message}`;
  if (found === undefined) return `${subject} is missing: it ${wanted}`;
  return `${subject} ${wanted}, and ${isLength(issue) ? `has ${lengthOf(found)}` : `is ${describeValue(found)}`}`;
}

/** Whether the issue says that a value is of another kind altogether. */
function isOfKind({ code }: Pick<Issue, 'code'>): boolean {
  return code === 'invalid_type' || code === 'invalid_value' || code === 'invalid_union';
}

/** Undefined where the schema has words of its own, or none are known here. */
function requirement(issue: Issue): string | undefined {
  if (!/^(Invalid|Too (small|big))\b/.test(issue.message)) return undefined;
  const kinds = kindsOf(issue);
  if (kinds.length > 0) return `must be ${joinWords(kinds)}`;
  if (issue.code === 'too_small')
    return isLength(issue)
      ? `must have at least ${countOf(issue.origin, issue.minimum)}`
      : `must be ${issue.inclusive ? 'at least' : 'greater than'} ${issue.minimum}`;
  if (issue.code === 'too_big')
    return isLength(issue)
      ? `must have at most ${countOf(issue.origin, issue.maximum)}`
      : `must be ${issue.inclusive ? 'at most' : 'less than'} ${issue.maximum}`;
  if (issue.code === 'not_multiple_of') return `must be a multiple of ${issue.divisor}`;
  if (issue.code === 'invalid_format' && issue.pattern !== undefined)
    return `must fit the pattern ${issue.pattern}`;
  return undefined;
}

/** The words that a value may be, as far as the issue names them. */
export function choicesOf(issue: Issue): readonly string[] {
  return valuesOf(issue).filter((value) => typeof value === 'string');
}

/** The values and the kinds of value that are allowed. */
function kindsOf(issue: Issue): readonly string[] {
  if (issue.code === 'invalid_type') return [KINDS[issue.expected] ?? issue.expected];
  if (issue.code === 'invalid_union' && issue.errors.length > 0)
    return issue.errors.flatMap(([branch]) => (branch === undefined ? [] : kindsOf(branch)));
  return valuesOf(issue).map((value) => (typeof value === 'string' ? JSON.stringify(value) : String(value)));
}

function valuesOf(issue: Issue): readonly unknown[] {
  if (issue.code === 'invalid_value') return issue.values;
  if (issue.code !== 'invalid_union') return [];
  // Those of the key that tells the kinds apart, where there is one.
  if (issue.errors.length === 0) return (issue as { readonly options?: readonly unknown[] }).options ?? [];
  return issue.errors.flatMap(([branch]) => (branch === undefined ? [] : valuesOf(branch)));
}

const KINDS: { readonly [kind: string]: string } = {
  array: 'a list',
  boolean: 'true or false',
  int: 'a whole number',
  number: 'a number',
  object: 'a group of keys',
  record: 'a group of keys',
  string: 'a text',
  tuple: 'a list',
};

function isLength(issue: Issue): boolean {
  return (
    (issue.code === 'too_small' || issue.code === 'too_big') &&
    (issue.origin === 'array' || issue.origin === 'string')
  );
}

function countOf(origin: string, count: number | bigint): string {
  const [one, many] = origin === 'string' ? ['character', 'characters'] : ['entry', 'entries'];
  return `${count} ${Number(count) === 1 ? one : many}`;
}

function lengthOf(found: unknown): number {
  return (found as { readonly length: number }).length;
}

function describeValue(found: unknown): string {
  if (Array.isArray(found)) return found.length === 0 ? 'an empty list' : 'a list';
  if (found !== null && typeof found === 'object') return 'a group of keys';
  if (typeof found !== 'string') return String(found);
  const shown = found.length > MOST_SHOWN ? `${found.slice(0, MOST_SHOWN)}…` : found;
  return `the text ${JSON.stringify(shown)}`;
}

/** `a, b or c`. */
function joinWords(words: readonly string[]): string {
  const distinct = [...new Set(words)];
  if (distinct.length < 2) return distinct.join();
  return `${distinct.slice(0, -1).join(', ')} or ${distinct.at(-1)}`;
}
