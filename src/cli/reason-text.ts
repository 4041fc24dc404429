import type { Reason } from '../identity/reasons.ts';
import type { Json } from '../json.ts';

/** A reason as a phrase: what changed, from what to what. */
export function describeReason(reason: Reason): string {
  const { what, before, after } = reason;
  switch (reason.type) {
    case 'never-run':
      return 'has not been run yet';
    case 'params-changed':
      return `parameter ${what} changed from ${short(before)} to ${short(after)}`;
    case 'input-changed':
      return `input ${what} changed from ${short(before)} to ${short(after)}`;
    case 'code-changed':
      return `code changed: ${what}`;
    case 'tool-changed':
      return `tool changed from ${short(before)} to ${short(after)}`;
    case 'output-missing':
      return `output ${what} is missing from the store`;
    case 'output-corrupt':
      return `output ${what} was changed by somebody else`;
    case 'failed-before':
      return `failed before with ${what}: ${String(before)}`;
    case 'forced':
      return 'forced';
  }
}

/** The first reason, and how many more there are. */
export function describeReasons(reasons: readonly Reason[]): string {
  const [first] = reasons;
  if (first === undefined) return '';
  return `${describeReason(first)}${reasons.length > 1 ? ` (and ${reasons.length - 1} more)` : ''}`;
}

function short(value: Json): string {
  if (value === null) return 'nothing';
  if (typeof value === 'string' && /^[0-9a-f]{16,64}$/.test(value)) return `${value.slice(0, 8)}…`;
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
