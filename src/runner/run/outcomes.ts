import type { Graph } from '../../graph/graph.ts';
import type { Exit, Failure } from '../attempt/attempt.ts';
import type { PlannedNode } from '../plan/planned-node.ts';
import type { NodeState } from '../plan/state.ts';
import { type Listener, STOPPED, type Summary } from './events.ts';

/** What became of a node, as the state of the pipeline keeps it. */
export type Outcome = Pick<NodeState, 'status' | 'failure'>;

/** How many nodes of a run came to which end. */
export type Tally = Omit<Summary, 'type' | 'seconds'>;

/** What became of the nodes of a run, by index: each end is noted, counted and told of, once. */
export class Outcomes {
  readonly #graph: Graph;
  readonly #listen: Listener;
  readonly states = new Map<number, Outcome>();
  #ran = 0;
  #fresh = 0;
  #failed = 0;
  #skipped = 0;

  constructor(graph: Graph, listen: Listener) {
    this.#graph = graph;
    this.#listen = listen;
  }

  get tally(): Tally {
    return { ran: this.#ran, fresh: this.#fresh, failed: this.#failed, skipped: this.#skipped };
  }

  /** Counts a node that was fresh from the start; the plan told of it. */
  countFresh(): void {
    this.#fresh++;
  }

  /** The node turned out fresh when its turn came, or its result came from a second store. */
  noteFresh(index: number, planned: PlannedNode, from?: string): void {
    this.#fresh++;
    this.states.set(index, { status: 'fresh' });
    const place = from === undefined ? {} : { from };
    this.#listen({ type: 'fresh', node: this.#nameOf(index), key: planned.key ?? '', ...place });
  }

  /** A file that the node needs, directly or through others, was taken away after the plan was made. */
  noteAbsent(index: number, planned: PlannedNode): void {
    this.#skipped++;
    this.states.set(index, { status: 'absent' });
    this.#listen({ type: 'skip', node: this.#nameOf(index), because: planned.absent! });
  }

  noteMade(index: number, planned: PlannedNode, exit: Exit): void {
    this.#ran++;
    this.states.set(index, { status: 'fresh' });
    this.#listen({
      type: 'finish',
      node: this.#nameOf(index),
      key: planned.key!,
      seconds: exit.seconds,
      bytes: Object.values(planned.outputs!).reduce((sum, output) => sum + output.size, 0),
    });
  }

  /** A node that was stopped at work did not fail: it counts as skipped, and stays stale. */
  noteFailed(index: number, key: string, failure: Failure, log: string): void {
    const interrupted = failure.code === 'PROUIE_INTERRUPTED';
    if (interrupted) this.#skipped++;
    else this.#failed++;
    this.states.set(
      index,
      interrupted
        ? { status: 'stale' }
        : { status: 'failed', failure: { key, code: failure.code, message: failure.message } },
    );
    this.#listen({ type: 'fail', node: this.#nameOf(index), failure, log });
  }

  /**
   * Notes the nodes that did not come up, once a run has come to its end, and why: for want of a node that failed, or
   * because the run was stopped.
   *
   * @param isLeft whether a node was to be made and is not there
   */
  noteRest(isLeft: (index: number) => boolean): void {
    /** Failed nodes, and those that need one of them. */
    const blocked = new Set<number>();
    for (const index of this.#graph.order) {
      if (!isLeft(index)) continue;
      const status = this.states.get(index)?.status;
      if (status === 'failed') blocked.add(index);
      // A node that was stopped at work, or became absent, has been told of already.
      if (status === 'failed' || status === 'stale' || status === 'absent') continue;
      const producer = this.#producers(index).find((one) => blocked.has(one));
      if (producer !== undefined) blocked.add(index);
      this.#skipped++;
      this.states.set(index, { status: 'waiting' });
      const because =
        producer === undefined ? STOPPED : `needs ${this.#nameOf(producer)}, which failed or was skipped`;
      this.#listen({ type: 'skip', node: this.#nameOf(index), because });
    }
  }

  #producers(index: number): readonly number[] {
    const { producers, producerStart } = this.#graph;
    return [...producers.subarray(producerStart[index]!, producerStart[index + 1]!)];
  }

  #nameOf(index: number): string {
    return this.#graph.nodes[index]!.name;
  }
}
