/** From a figure back to the nodes that it comes from. */
import type { ReportNode } from '../report-content.ts';

/**
 * The nodes that a cell names: one name, or a pattern with `*` for the parts in which several differ. A pattern is held
 * against what the table was made from, and against the task that the cell is about.
 *
 * @param table the table's node; undefined where it is not known
 * @param task undefined where the cell does not say
 */
export function nodesOfCell(
  nodes: readonly ReportNode[],
  pattern: string,
  table: ReportNode | undefined,
  task: string | undefined,
): readonly number[] {
  if (!pattern.includes('*')) return nodes.flatMap(({ name }, index) => (name === pattern ? [index] : []));
  const fits = patternOf(pattern);
  const all = nodes.flatMap(({ name }, index) => (fits.test(name) ? [index] : []));
  const inputs = new Set(table?.inputs.map(({ node }) => node));
  const used = narrow(all, (index) => inputs.has(index));
  return narrow(used, (index) => task === undefined || nodes[index]!.tags['task'] === task);
}

/** The task in the words of a column, else the only one in the title. */
export function taskOfCell(column: string, title: string): string | undefined {
  const find = (text: string): string | undefined => {
    const found = new Set(text.match(/\b(NER|RE|EE)\b/g));
    return found.size === 1 ? [...found][0]!.toLowerCase() : undefined;
  };
  return find(column) ?? find(title);
}

/** The checkpoints nearest before these nodes, each once. */
export function findCheckpoints(
  nodes: readonly ReportNode[],
  from: readonly number[],
): readonly { readonly node: number; readonly digest: string }[] {
  const found = new Map<number, string>();
  const seen = new Set(from);
  const waiting = [...from];
  for (const index of waiting) {
    const { inputs } = nodes[index]!;
    const models = inputs.filter(
      ({ argument, node }) => node !== null && /^(checkpoint|model)$/.test(argument),
    );
    for (const { node, digest } of models) found.set(node!, digest);
    if (models.length > 0) continue;
    for (const { node } of inputs) {
      if (node === null || seen.has(node)) continue;
      seen.add(node);
      waiting.push(node);
    }
  }
  return [...found].map(([node, digest]) => ({ node, digest }));
}

function patternOf(pattern: string): RegExp {
  const parts = pattern.split('*').map((part) => part.replace(/[\\^$.+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`^${parts.slice(0, -1).join('[^/]*')}.*${parts.at(-1)}$`);
}

/** Those that fit, or all where none does. */
function narrow(indices: readonly number[], fits: (index: number) => boolean): readonly number[] {
  const fitting = indices.filter(fits);
  return fitting.length > 0 ? fitting : indices;
}
