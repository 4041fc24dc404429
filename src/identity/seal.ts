import { digestOf } from './digest.ts';

/** A text with its digest in the line before it, for files whose damage would go unnoticed. */
export function seal(text: string): string {
  return `${digestOf(text)}\n${text}`;
}

/** @returns undefined where the text is not what was sealed */
export function unseal(sealed: string): string | undefined {
  const end = sealed.indexOf('\n');
  const text = sealed.slice(end + 1);
  return end > 0 && sealed.slice(0, end) === digestOf(text) ? text : undefined;
}
