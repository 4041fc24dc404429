import type { Drawing } from './drawing.ts';

/** A drawing in the language of Graphviz. */
export function* drawDot({ nodes, edges }: Drawing): Generator<string> {
  yield 'digraph prouie {';
  yield '  rankdir=LR;';
  yield '  node [shape=box, fontname="sans-serif"];';
  for (const [index, { label, members, absent }] of nodes.entries()) {
    const shape = members.length > 1 ? ', peripheries=2' : '';
    yield `  n${index} [label="${escapeLabel(label)}"${shape}${absent ? ', style=dashed' : ''}];`;
  }
  for (const [producer, consumer] of edges) yield `  n${producer} -> n${consumer};`;
  yield '}';
}

/** In a label a backslash begins an escape (`\N` is the node's name), so it is doubled. */
function escapeLabel(label: string): string {
  return label.replace(/["\\]/g, '\\$&').replace(/\p{Cc}/gu, ' ');
}
