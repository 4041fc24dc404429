import type { FileHead } from './format.ts';

/** The lines that a file begins with, without one that is cut off; none where it is no text. */
export function completeLines(head: FileHead): readonly string[] {
  const lines = (head.text ?? '').split('\n').map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
  return head.complete ? lines : lines.slice(0, -1);
}

/** The first lines with anything on them, at most `count`. */
export function firstLines(head: FileHead, count: number): readonly string[] {
  return completeLines(head)
    .filter((line) => line.trim() !== '')
    .slice(0, count);
}
