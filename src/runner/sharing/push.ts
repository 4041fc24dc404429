import { type Delivery, previewDelivery, sendResult } from '../../store/remote/delivery.ts';
import type { Line } from '../../store/remote/line.ts';
import type { Planner } from '../plan/plan.ts';

/** What came of pushing. Nodes that share a key share a result, which is counted once. */
export interface PushReport {
  /** Results that are new there, or would be. */
  readonly sent: number;
  /** Results that were there already. */
  readonly there: number;
  /** Chosen nodes that could be made here but are not fresh, and so have nothing to push. */
  readonly notFresh: number;
  /** Content that was sent, not counting what was there. */
  readonly blobs: number;
  readonly bytes: number;
  /** Nodes with another result there, which stays: their steps are not deterministic. */
  readonly unequal: readonly string[];
  /** What stands there in the place of a result and is none. */
  readonly blocked: readonly { readonly node: string; readonly why: string }[];
}

export interface PushOptions {
  /** Only say what would be sent. */
  readonly dryRun: boolean;
  readonly onProgress: (done: number, total: number) => void;
}

/**
 * Hands the results of the chosen nodes on to a second store, with all their content.
 *
 * @param planner with a plan of the chosen nodes
 * @throws ProuieError PROUIE_REMOTE_…, PROUIE_BLOB_MISSING, PROUIE_BLOB_CORRUPT; what was sent before stays there
 */
export async function pushResults(
  planner: Planner,
  chosen: readonly number[],
  line: Line,
  options: PushOptions,
): Promise<PushReport> {
  const { graph, store } = planner.context;
  const fresh = chosen.filter((index) => planner.planned[index]?.status === 'fresh');
  const nodes = new Map(fresh.map((index) => [planner.planned[index]!.key!, graph.nodes[index]!.name]));
  let done = 0;
  const deliveries = await Promise.all(
    [...nodes].map(async ([key, node]): Promise<Delivery & { readonly node: string }> => {
      const record = store.readRecord(key);
      // A collection in another process took it away after the plan was made.
      if (record === undefined) return { node, state: 'there', carried: [] };
      const delivery = await (options.dryRun
        ? previewDelivery(line, record)
        : sendResult(line, store, record));
      options.onProgress(++done, nodes.size);
      return { node, ...delivery };
    }),
  );
  const carried = new Map(deliveries.flatMap((delivery) => delivery.carried));
  const having = (state: Delivery['state']) => deliveries.filter((delivery) => delivery.state === state);
  return {
    sent: having('sent').length,
    there: having('there').length,
    notFresh: chosen.filter((index) => !['fresh', 'absent'].includes(planner.planned[index]!.status)).length,
    blobs: carried.size,
    bytes: [...carried.values()].reduce((sum, size) => sum + size, 0),
    unequal: having('unequal').map(({ node }) => node),
    blocked: having('blocked').map(({ node, why }) => ({ node, why: why! })),
  };
}
