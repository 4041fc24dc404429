import type { Drawing } from './drawing.ts';

/** A drawing as a Mermaid flow chart: boxes, double ones for several nodes, dashed ones for absent nodes. */
export function* drawMermaid({ nodes, edges }: Drawing): Generator<string> {
  yield 'flowchart LR';
  for (const [index, { label, members, absent }] of nodes.entries()) {
    const text = `"${escapeLabel(label)}"`;
    yield `  n${index}${members.length > 1 ? `[[${text}]]` : `[${text}]`}${absent ? ':::absent' : ''}`;
  }
  for (const [producer, consumer] of edges) yield `  n${producer} --> n${consumer}`;
  if (nodes.some((node) => node.absent)) yield '  classDef absent stroke-dasharray: 4 4';
}

/** Mermaid's own entities; what is no letter, digit or harmless mark is written by its code point. */
function escapeLabel(label: string): string {
  return label.replace(/[^\p{L}\p{N} ./_:,+@=()[\]{}-]/gu, (character) => `#${character.codePointAt(0)};`);
}
