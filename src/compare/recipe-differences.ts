import { type CodeParts, compareRecipes, type Reason } from '../identity/reasons.ts';
import { type Ancestor, lineageOf } from './lineage.ts';
import type { Side } from './side.ts';

/** Something that was not the same on both sides, and for which nodes. */
export interface RecipeDifference {
  readonly kind: 'only-in-a' | 'only-in-b' | 'params' | 'data' | 'code' | 'tools';
  /** The parameter, the input, the source file or the tool; the node for what one side alone has. */
  readonly what: string;
  readonly before: Reason['before'];
  readonly after: Reason['after'];
  /** Roles of the nodes, sorted. */
  readonly nodes: readonly string[];
}

/**
 * What differs in the making of two sides' scores, at its root: an input that differs because its producer did is told
 * of the producer alone.
 *
 * @param codeParts the source files of a bundle, where they are known
 */
export function recipeDifferences(
  a: Side,
  b: Side,
  codeParts: (code: string) => CodeParts | undefined,
): readonly RecipeDifference[] {
  const [first, second] = [lineageOf(a), lineageOf(b)];
  const explained = new Set([...outputsOfDiffering(first, second), ...outputsOfDiffering(second, first)]);
  const found = new Map<string, RecipeDifference & { readonly nodes: string[] }>();
  const add = (difference: Omit<RecipeDifference, 'nodes'>, role: string): void => {
    const id = JSON.stringify([difference.kind, difference.what, difference.before, difference.after]);
    const known = found.get(id) ?? { ...difference, nodes: [] };
    known.nodes.push(role);
    found.set(id, known);
  };
  for (const role of [...new Set([...first.keys(), ...second.keys()])].sort()) {
    const [was, is] = [first.get(role), second.get(role)];
    if (was === undefined || is === undefined) {
      const kind = is === undefined ? 'only-in-a' : 'only-in-b';
      add({ kind, what: role, before: null, after: null }, role);
      continue;
    }
    if (was.node.key === is.node.key) continue;
    for (const reason of compareRecipes(was.recipe, is.recipe, () => '', codeParts)) {
      if (reason.type === 'input-changed' && isExplained(reason, explained)) continue;
      const what = reason.what.replace(/ \(\)$/, '');
      add({ kind: kindOf(reason), what, before: reason.before, after: reason.after }, role);
    }
  }
  return [...found.values()];
}

/** Digests of what a side's nodes left that the other side lacks, or made otherwise. */
function outputsOfDiffering(
  side: ReadonlyMap<string, Ancestor>,
  other: ReadonlyMap<string, Ancestor>,
): string[] {
  return [...side].flatMap(([role, { node }]) =>
    other.get(role)?.node.key === node.key ? [] : Object.values(node.outputs).map(({ digest }) => digest),
  );
}

function isExplained({ before, after }: Reason, explained: ReadonlySet<string>): boolean {
  return [before, after].some((digest) => typeof digest === 'string' && explained.has(digest));
}

function kindOf({ type, what }: Reason): RecipeDifference['kind'] {
  if (type === 'params-changed') return 'params';
  if (type === 'tool-changed') return 'tools';
  if (type === 'code-changed') return 'code';
  // The bundles of trainer and reward, and programs beside them, enter a request as inputs.
  return /^(code|program)\//.test(what) ? 'code' : 'data';
}
