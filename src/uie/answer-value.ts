import { isOrderedObject, type OrderedJson } from './ordered-json.ts';
import { squeeze } from './white-space.ts';

/**
 * What an answer's value says, white space squeezed: numbers and booleans as `String()` writes them, null and objects
 * as no answer, the elements of an array joined with ` | ` and those of arrays inside it with `, ` (empty ones left
 * out).
 */
export function readAnswerValue(value: OrderedJson): string {
  if (typeof value === 'string') return squeeze(value);
  if (value === null || isOrderedObject(value)) return '';
  if (typeof value !== 'object') return String(value);
  return squeeze(
    joinFilled(
      value.map((item) => joinInner(item)),
      ' | ',
    ),
  );
}

/** Nesting below the second level changes nothing, and readers bound its depth. */
function joinInner(value: OrderedJson): string {
  return Array.isArray(value) ? joinFilled(value.map(joinInner), ', ') : readAnswerValue(value);
}

function joinFilled(parts: readonly string[], joint: string): string {
  return parts.filter((part) => part !== '').join(joint);
}
