import { ProuieError } from '../errors.ts';
import { nearest } from '../suggest.ts';
import { type Graph, reach } from './graph.ts';

/**
 * The nodes that targets name. A target is a name or a glob (`table/*`, `predict/**`); `+name` adds all that it is
 * made from, `name+` all that is made from it. No targets means every node.
 *
 * @returns indices in declaration order
 * @throws ProuieError PROUIE_TARGET_UNKNOWN, with the nearest name
 */
export function selectNodes(graph: Graph, targets: readonly string[]): number[] {
  if (targets.length === 0) return graph.nodes.map((_, index) => index);
  const chosen = new Uint8Array(graph.nodes.length);
  for (const target of targets) {
    const pattern = target.replace(/^\+/, '').replace(/\+$/, '');
    const found = matchNames(graph, pattern, target);
    for (const index of found) chosen[index] = 1;
    if (target.startsWith('+')) mark(chosen, reach(graph, found, 'producers'));
    if (target.endsWith('+')) mark(chosen, reach(graph, found, 'consumers'));
  }
  return graph.nodes.map((_, index) => index).filter((index) => chosen[index]);
}

function mark(chosen: Uint8Array, more: Uint8Array): void {
  for (let index = 0; index < chosen.length; index++) chosen[index] ||= more[index]!;
}

function matchNames(graph: Graph, pattern: string, target: string): number[] {
  const exact = graph.indexOf.get(pattern);
  if (exact !== undefined) return [exact];
  const expression = globExpression(pattern);
  const found = graph.nodes.flatMap((node, index) => (expression.test(node.name) ? [index] : []));
  if (found.length > 0) return found;
  throw new ProuieError('PROUIE_TARGET_UNKNOWN', `No node is named "${target}".`, {
    hint: suggestTarget(graph, pattern),
  });
}

function suggestTarget(graph: Graph, pattern: string): string {
  const inside = graph.nodes.find((node) => node.name.startsWith(`${pattern}/`));
  if (inside !== undefined) return `There are nodes under it: try "${pattern}/**", or "${inside.name}".`;
  const found = nearest(pattern, graph.indexOf.keys());
  return found === undefined ? 'List all names with `prouie graph`.' : `Did you mean "${found}"?`;
}

/**
 * `*` stands for anything but a slash, `**` for anything, `?` for one character, `{a,b}` for either. Braces that do not
 * come in pairs stand for themselves.
 */
export function globExpression(glob: string): RegExp {
  const paired = hasPairedBraces(glob);
  let source = '';
  let depth = 0;
  for (let at = 0; at < glob.length; at++) {
    const character = glob[at]!;
    if (glob.startsWith('**', at)) {
      source += '.*';
      at++;
    } else if (character === '*') source += '[^/]*';
    else if (character === '?') source += '[^/]';
    else if (character === '{' && paired) {
      source += '(?:';
      depth++;
    } else if (character === '}' && depth > 0) {
      source += ')';
      depth--;
    } else if (character === ',' && depth > 0) source += '|';
    else source += character.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  }
  return new RegExp(`^${source}$`, 's');
}

function hasPairedBraces(glob: string): boolean {
  let depth = 0;
  for (const character of glob) {
    if (character === '{') depth++;
    if (character === '}' && --depth < 0) return false;
  }
  return depth === 0;
}
