import type { Json } from '../json.ts';

/**
 * JSON with one spelling a value: keys sorted by UTF-16 code units, no white space, numbers as ECMAScript writes them
 * (RFC 8785). Keys whose value is `undefined` are left out, as in `JSON.stringify`.
 *
 * @throws TypeError for NaN and infinities, which have no JSON form
 */
export function canonicalJson(value: Json | undefined): string {
  if (value === undefined) throw new TypeError('undefined has no JSON form');
  if (typeof value === 'number' && !Number.isFinite(value)) throw new TypeError(`${value} has no JSON form`);
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const keys = Object.keys(value).sort();
  let text = '{';
  for (const key of keys) {
    const entry = value[key];
    if (entry === undefined) continue;
    text += `${text === '{' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(entry)}`;
  }
  return `${text}}`;
}

function isArray(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
