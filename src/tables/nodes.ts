/**
 * One name for the nodes that a value was made from: their name where there is one, else a pattern in which `*`
 * stands for the parts that differ (`score/full/*`). Null without nodes.
 */
export function commonNode(nodes: readonly string[]): string | null {
  const [first, ...rest] = new Set(nodes);
  if (first === undefined) return null;
  let common = first.split('/');
  for (const node of rest) {
    const parts = node.split('/');
    if (parts.length === common.length) {
      common = common.map((part, index) => (part === parts[index] ? part : '*'));
    } else {
      const differs = common.findIndex((part, index) => part !== parts[index]);
      common = [...common.slice(0, differs === -1 ? common.length - 1 : differs), '*'];
    }
  }
  return common.join('/');
}
