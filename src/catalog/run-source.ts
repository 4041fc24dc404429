import { readRunNodes } from '../store/run-nodes.ts';
import type { Store } from '../store/store.ts';
import type { CatalogNode, CatalogRun, CatalogSource } from './source.ts';

/**
 * A store's results as they were at the end of one of its runs.
 *
 * @param present what the store is now
 * @returns undefined for a run that did not get as far as to write down its nodes
 */
export function runSource(store: Store, run: CatalogRun, present: CatalogSource): CatalogSource | undefined {
  const nodes = readRunNodes(store.root, run.run)?.map((node): CatalogNode => {
    const outputs = node.key === '' ? undefined : store.readRecord(node.key)?.outputs;
    return { ...node, pipeline: run.pipeline, profile: run.profile, outputs: outputs ?? {} };
  });
  return nodes === undefined ? undefined : { ...present, nodes: () => nodes };
}
