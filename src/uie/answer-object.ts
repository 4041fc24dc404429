/** Finds the JSON object in a generated string, mending what is unfinished; every step that was needed is named. */
import { isOrderedObject, type OrderedObject, tryReadJson } from './ordered-json.ts';

/**
 * `thinking`: text up to `</think>` removed; `fence`: the content of a code fence taken; `surroundings`: text around
 * the object skipped; `unclosed`: open strings and brackets closed; `cut`: an unfinished entry at the end removed.
 */
export type ObjectRepair = 'thinking' | 'fence' | 'surroundings' | 'unclosed' | 'cut';

export interface ObjectReading {
  readonly object: OrderedObject;
  readonly repairs: readonly ObjectRepair[];
}

const NO_REPAIRS = [] as const;
const THINKING_END = '</think>';
const QUOTE = 34;
const COMMA = 44;
const OPEN_BRACKET = 91;
const BACKSLASH = 92;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

/** The object of the answer; undefined for an answer that is malformed. Takes time linear in the text. */
export function readAnswerObject(output: string): ObjectReading | undefined {
  const strict = readObject(output.trim());
  if (strict !== undefined) return { object: strict, repairs: NO_REPAIRS };
  const repairs: ObjectRepair[] = [];
  let text = output;
  const thinkingEnd = text.lastIndexOf(THINKING_END);
  if (thinkingEnd >= 0) {
    text = text.slice(thinkingEnd + THINKING_END.length);
    repairs.push('thinking');
  }
  const fence = /```[\p{L}\p{N}_+-]*/u.exec(text);
  if (fence !== null) {
    const start = fence.index + fence[0].length;
    const end = text.indexOf('```', start);
    text = text.slice(start, end < 0 ? text.length : end);
    repairs.push('fence');
  }
  const stripped = repairs.length > 0 ? readObject(text.trim()) : undefined;
  return stripped === undefined ? searchObject(text, repairs) : { object: stripped, repairs };
}

function readObject(text: string): OrderedObject | undefined {
  const reading = tryReadJson(text);
  return reading.ok && isOrderedObject(reading.value) ? reading.value : undefined;
}

/** The first balanced piece that is an object, else what a piece without an end can be closed to. */
function searchObject(text: string, repairs: ObjectRepair[]): ObjectReading | undefined {
  let start = text.indexOf('{');
  if (text.slice(0, start).trim() !== '') repairs.push('surroundings');
  while (start >= 0) {
    const end = findMatch(text, start);
    if (end < 0) return closeObject(text.slice(start), repairs);
    const object = readObject(text.slice(start, end + 1));
    if (repairs.at(-1) !== 'surroundings') repairs.push('surroundings');
    if (object !== undefined) return { object, repairs };
    start = text.indexOf('{', end + 1);
  }
  return undefined;
}

/** The place of the `}` that belongs to the `{` at `start`, braces inside strings left aside; -1 when there is none. */
function findMatch(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = findStringEnd(text, at);
    else if (code === OPEN_BRACE) depth++;
    else if (code === CLOSE_BRACE && --depth === 0) return at;
  }
  return -1;
}

/** The place of the quote that ends the string begun at `start`; the text's length when it is open. */
function findStringEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at;
    if (code === BACKSLASH) at++;
  }
  return text.length;
}

/**
 * Closes what is open; while that is no object, cuts before the last comma outside strings and closes again. Commas
 * behind the first error are passed over, since the error would remain; so a few rounds are enough.
 */
function closeObject(text: string, repairs: ObjectRepair[]): ObjectReading | undefined {
  repairs.push('unclosed');
  let kept = text;
  for (;;) {
    const { closed, commas } = closeOpenParts(kept);
    const reading = tryReadJson(closed);
    if (reading.ok) return isOrderedObject(reading.value) ? { object: reading.value, repairs } : undefined;
    const cut = commas.findLast((comma) => comma <= reading.offset);
    if (cut === undefined) return undefined;
    if (repairs.at(-1) !== 'cut') repairs.push('cut');
    kept = kept.slice(0, cut);
  }
}

/** The text with its open string, then its open brackets closed; and the commas outside strings. */
function closeOpenParts(text: string): { readonly closed: string; readonly commas: readonly number[] } {
  const commas: number[] = [];
  const closers: string[] = [];
  let body = text;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      const end = findStringEnd(text, at);
      if (end === text.length) body = `${dropUnfinishedEscape(text, at)}"`;
      at = end;
    } else if (code === COMMA) commas.push(at);
    else if (code === OPEN_BRACE) closers.push('}');
    else if (code === OPEN_BRACKET) closers.push(']');
    else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) closers.pop();
  }
  return { closed: body + closers.reverse().join(''), commas };
}

/** The text, whose open string begins at `start`, without an escape that its end cuts off. */
function dropUnfinishedEscape(text: string, start: number): string {
  let at = text.indexOf('\\', start);
  while (at >= 0) {
    if (/^\\(?:u[\da-fA-F]{0,3})?$/.test(text.slice(at, at + 6))) return text.slice(0, at);
    at = text.indexOf('\\', at + 2);
  }
  return text;
}
