/**
 * Hashes of features. Strings are hashed once (a word type, a label, a schema); what is built from them inside loops
 * only mixes 32-bit integers. Values are signed, so that they fit an Int32Array.
 */
import { hashString } from '../../random.ts';

/** The signed 32-bit hash of a string. */
export function hashText(text: string): number {
  return hashString(text) | 0;
}

/** One hash of two, order kept: `mix(a, b)` and `mix(b, a)` differ. */
export function mix(a: number, b: number): number {
  let hash = Math.imul(a, 0x9e3779b1) ^ b;
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca77);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae3d);
  return hash ^ (hash >>> 16);
}
