import { type CatalogNode, type CatalogSource, feedsRelation } from '../catalog/source.ts';
import type { Recipe } from '../identity/key.ts';

/** One of the two that are compared. */
export interface Side {
  /** How it was asked for, such as `variant:full`. */
  readonly label: string;
  readonly source: CatalogSource;
  /** What its results are about; undefined for all. */
  readonly variant: string | undefined;
  readonly seed: number | undefined;
  /** @returns undefined where no result of this key is on record */
  recipe(key: string): Recipe | undefined;
}

/** The nodes whose results are about this side, in the order of the pipeline. */
export function nodesOf({ source, variant, seed }: Side): readonly CatalogNode[] {
  return source
    .nodes()
    .filter(
      ({ tags }) =>
        (variant === undefined || tags['variant'] === variant) &&
        (seed === undefined || tags['seed'] === seed),
    );
}

/** A side's source with those of its nodes alone that feed a relation. */
export function sourceOf(side: Side, relation: string): CatalogSource {
  const nodes = nodesOf(side).filter((node) => feedsRelation(node, relation));
  return { ...side.source, nodes: () => nodes };
}
