import { CommitQueue } from '../../store/commits.ts';
import type { ResultRecord } from '../../store/record.ts';
import { describeRefusal, fetchResult, previewResult } from '../../store/remote/arrival.ts';
import type { Line } from '../../store/remote/line.ts';
import { setBrokenBlobsAside } from '../plan/broken-blobs.ts';
import type { Planner } from '../plan/plan.ts';
import type { PlannedNode } from '../plan/planned-node.ts';

/**
 * What came of pulling, for all nodes that were asked for and all that these need. Nodes that share a key share a
 * result, which is counted once.
 */
export interface PullReport {
  /** Results that came, or would come. */
  readonly pulled: number;
  /** Results that were here before. */
  readonly here: number;
  /** Results that the second store does not have, or not whole. */
  readonly missing: number;
  /** Nodes whose keys are not known, since results that they need are missing. */
  readonly unknown: number;
  /** Nodes that are absent here, for want of a file. */
  readonly absent: number;
  /** Content that came, not counting what was here. */
  readonly blobs: number;
  readonly bytes: number;
  /** What was there and was not taken: place and reason. */
  readonly refused: readonly { readonly node: string; readonly why: string }[];
}

export interface PullOptions {
  /** Only say what would come: keys are followed through the records that are there. */
  readonly dryRun: boolean;
  readonly onProgress: (pulled: number) => void;
}

/**
 * Brings the results of all planned nodes that are not fresh from a second store, each as soon as its key is known: a
 * key needs the digests of a node's inputs, which the results before it give.
 *
 * @param planner with a plan; nodes whose results came are fresh in it afterwards
 * @throws ProuieError PROUIE_REMOTE_…, PROUIE_STORE_…; what came before is kept
 */
export async function pullResults(planner: Planner, line: Line, options: PullOptions): Promise<PullReport> {
  const pull = new Pull(planner, line, options);
  try {
    return await pull.finish();
  } finally {
    await pull.drain();
  }
}

class Pull {
  readonly #planner: Planner;
  readonly #line: Line;
  readonly #options: PullOptions;
  readonly #commits: CommitQueue;
  readonly #here = new Set<string>();
  readonly #asked = new Map<string, Promise<ResultRecord | undefined>>();
  readonly #pulled = new Set<string>();
  /** Digest to size of all content that came. */
  readonly #brought = new Map<string, number>();
  readonly #refused: { readonly node: string; readonly why: string }[] = [];
  #unknown = 0;
  #absent = 0;

  constructor(planner: Planner, line: Line, options: PullOptions) {
    this.#planner = planner;
    this.#line = line;
    this.#options = options;
    this.#commits = new CommitQueue(planner.context.store);
  }

  async finish(): Promise<PullReport> {
    const { graph } = this.#planner.context;
    const settled = new Map<number, Promise<void>>();
    for (const index of graph.order) {
      if (this.#planner.planned[index] === undefined) continue;
      const producers = graph.producers.subarray(graph.producerStart[index], graph.producerStart[index + 1]);
      const known = Promise.all(Array.from(producers, (producer) => settled.get(producer)));
      settled.set(
        index,
        known.then(() => this.#settle(index)),
      );
    }
    await Promise.all(settled.values());
    return {
      pulled: this.#pulled.size,
      here: this.#here.size,
      missing: this.#asked.size - this.#pulled.size,
      unknown: this.#unknown,
      absent: this.#absent,
      blobs: this.#brought.size,
      bytes: [...this.#brought.values()].reduce((sum, size) => sum + size, 0),
      refused: this.#refused,
    };
  }

  drain(): Promise<void> {
    return this.#commits.drain();
  }

  async #settle(index: number): Promise<void> {
    const planned = this.#planNow(index);
    const { status, key } = planned;
    if (status === 'absent') this.#absent++;
    else if (key === undefined) this.#unknown++;
    else if (status === 'fresh' && !this.#asked.has(key)) this.#here.add(key);
    else {
      const asked = this.#asked.get(key) ?? this.#fetch(index, key, planned);
      this.#asked.set(key, asked);
      const record = await asked;
      if (record === undefined) return;
      this.#planner.planned[index] = { ...planned, status: 'fresh', reasons: [], outputs: record.outputs };
      this.#pulled.add(key);
      this.#options.onProgress(this.#pulled.size);
    }
  }

  /** A node that waited for others is planned again once these are settled. */
  #planNow(index: number): PlannedNode {
    const before = this.#planner.planned[index]!;
    if (before.status !== 'waiting') return before;
    const now = this.#planner.planNode(index);
    this.#planner.planned[index] = now;
    return now;
  }

  async #fetch(index: number, key: string, planned: PlannedNode): Promise<ResultRecord | undefined> {
    const { graph, store } = this.#planner.context;
    const node = graph.nodes[index]!;
    if (!this.#options.dryRun) setBrokenBlobsAside(store, planned);
    const look = this.#options.dryRun ? previewResult : fetchResult;
    const arrival = await look(this.#line, store, { key, outputs: node.outputs });
    if (arrival.state === 'refused') this.#refused.push({ node: node.name, why: describeRefusal(arrival) });
    if (arrival.state !== 'whole') return undefined;
    const record = this.#options.dryRun ? arrival.record : await this.#commits.add(arrival.record);
    for (const [digest, size] of arrival.brought) this.#brought.set(digest, size);
    return record;
  }
}
