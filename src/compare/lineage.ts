import type { CatalogNode } from '../catalog/source.ts';
import type { Recipe } from '../identity/key.ts';
import { nodesOf, type Side } from './side.ts';

/** A node that a side's scores stand on. */
export interface Ancestor {
  readonly node: CatalogNode;
  readonly recipe: Recipe;
}

/**
 * All nodes that the scores of a side were made from, by role: the name without what tells variants and seeds apart, so
 * that the same work on two sides has the same role.
 */
export function lineageOf(side: Side): ReadonlyMap<string, Ancestor> {
  const producers = producersOf(side.source.nodes());
  const found = new Map<string, Ancestor>();
  const seen = new Set<string>();
  const open = nodesOf(side).filter(({ step }) => step === 'score');
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (seen.has(node.name)) continue;
    seen.add(node.name);
    const recipe = side.recipe(node.key);
    if (recipe === undefined) continue;
    const role = roleOf(node, side);
    if (!found.has(role)) found.set(role, { node, recipe });
    for (const digest of Object.values(recipe.inputs)) {
      const producer = nearest(producers.get(digest) ?? [], node);
      if (producer !== undefined) open.push(producer);
    }
  }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function producersOf(nodes: readonly CatalogNode[]): ReadonlyMap<string, readonly CatalogNode[]> {
  const producers = new Map<string, CatalogNode[]>();
  for (const node of nodes) {
    for (const { digest } of Object.values(node.outputs)) {
      const known = producers.get(digest);
      if (known === undefined) producers.set(digest, [node]);
      else known.push(node);
    }
  }
  return producers;
}

/** Of nodes that made equal content, that which is about the same as its consumer; the first where many are. */
function nearest(candidates: readonly CatalogNode[], { tags }: CatalogNode): CatalogNode | undefined {
  const shared = (candidate: CatalogNode): number =>
    Object.entries(candidate.tags).filter(([tag, value]) => tags[tag] === value).length;
  return candidates.reduce(
    (best: CatalogNode | undefined, candidate) =>
      best === undefined || shared(candidate) > shared(best) ? candidate : best,
    undefined,
  );
}

function roleOf({ name, tags }: CatalogNode, { seed }: Side): string {
  const [suffix = ''] = /@\d+/.exec(name) ?? [];
  const parts = name.replace(suffix, '').split('/');
  const role = parts.filter((part) => part !== tags['variant']).join('/');
  // With all seeds on a side, each is compared with itself.
  return seed === undefined ? `${role}${suffix}` : role;
}
