import { chainWeights, type Graph } from '../../graph/graph.ts';
import { isFileReference } from '../../graph/node.ts';
import { isStoreFailureCode } from '../../store/files.ts';
import type { Planner } from '../plan/plan.ts';
import type { PlannedNode } from '../plan/planned-node.ts';
import { type Made, NodeMaker, type NodeMakerOptions } from './node-maker.ts';
import { type Outcome, Outcomes, type Tally } from './outcomes.ts';
import { ReadyQueue } from './ready-queue.ts';
import type { RemoteResults } from './remote-results.ts';

export interface RunOptions extends Omit<NodeMakerOptions, 'isStopped'> {
  /** Stop starting nodes after the first failure. */
  readonly failFast: boolean;
  /** Of nodes that are ready at once, the longest chain first, or the other way round (for tests of determinism). */
  readonly order: 'longest-first' | 'reversed';
  /** A second store, in which results are looked for before they are made. */
  readonly remote?: RemoteResults | undefined;
}

export interface RunResult {
  readonly summary: Tally;
  /** The first error that concerns the store and not a node. */
  readonly broken: unknown;
}

const POLL_MILLISECONDS = 100;
/** Results that may wait to be published; on a disk that cannot keep up nothing more is started meanwhile. */
const UNPUBLISHED_LIMIT = 64;

/**
 * Carries out a plan. A node starts when its producers are there; its key is then known, and if a result of that key
 * exists it is not run. A failure skips what depends on it, and the rest goes on.
 */
export class Run {
  readonly #planner: Planner;
  readonly #graph: Graph;
  readonly #options: RunOptions;
  readonly #maker: NodeMaker;
  readonly #outcomes: Outcomes;
  /** Producers that are not there yet. */
  readonly #missing: Int32Array;
  /** Nodes that may start, by lane. */
  readonly #ready: readonly ReadyQueue[];
  readonly #chosen: Uint8Array;
  readonly #keysAtWork = new Map<string, Promise<void>>();
  /** Nodes at work, by lane. */
  readonly #running: number[];
  /** Nodes that other runs are making. */
  #waiting = 0;
  readonly #awaited = new Set<number>();
  /** Nodes whose results are looked for in the second store. */
  #asking = 0;
  /** Nodes that were made, and whose results are on their way into the store. They take no slot. */
  #unpublished = 0;
  #stopped = false;
  #broken: unknown;
  #wake: () => void = () => undefined;

  constructor(planner: Planner, options: RunOptions) {
    this.#planner = planner;
    this.#graph = planner.context.graph;
    this.#options = options;
    this.#maker = new NodeMaker(planner, { ...options, isStopped: () => this.#stopped });
    this.#outcomes = new Outcomes(this.#graph, options.listen);
    const weights = chainWeights(this.#graph);
    this.#ready = options.executor.slots.map(() => new ReadyQueue(weights, options.order));
    this.#running = options.executor.slots.map(() => 0);
    this.#missing = new Int32Array(this.#graph.nodes.length);
    this.#chosen = new Uint8Array(this.#graph.nodes.length);
  }

  /** What became of nodes so far, by index. */
  get states(): ReadonlyMap<number, Outcome> {
    return this.#outcomes.states;
  }

  /** Start nothing new. */
  stop(): void {
    this.#stopped = true;
    this.#options.remote?.stop();
    this.#wake();
  }

  async finish(): Promise<RunResult> {
    this.#prepare();
    for (;;) {
      this.#startReady();
      const isAtWork = this.#asking > 0 || this.#unpublished > 0 || this.#running.some((count) => count > 0);
      if (!isAtWork && (this.#waiting === 0 || this.#stopped)) break;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    await this.#maker.drain();
    const { planned } = this.#planner;
    this.#outcomes.noteRest((index) => this.#chosen[index] === 1 && planned[index]?.status !== 'fresh');
    return { summary: this.#outcomes.tally, broken: this.#broken };
  }

  #prepare(): void {
    const { producers, producerStart } = this.#graph;
    const { planned } = this.#planner;
    planned.forEach((node, index) => {
      if (node === undefined || node.status === 'absent') return;
      if (node.status === 'fresh') {
        this.#outcomes.countFresh();
        return;
      }
      this.#chosen[index] = 1;
      for (let edge = producerStart[index]!; edge < producerStart[index + 1]!; edge++) {
        if (planned[producers[edge]!]?.status !== 'fresh') this.#missing[index]!++;
      }
      if (this.#missing[index] === 0) this.#admit(index);
    });
  }

  /** Takes up a node whose producers are there. To ask the second store for its result takes no slot. */
  #admit(index: number): void {
    const { remote } = this.#options;
    if (remote === undefined || this.#stopped) {
      this.#addReady(index);
      return;
    }
    this.#asking++;
    void this.#lookUp(index, remote)
      .catch((cause: unknown) => this.#breakOff(cause))
      .then(() => {
        this.#asking--;
        this.#wake();
      });
  }

  async #lookUp(index: number, remote: RemoteResults): Promise<void> {
    const planned = this.#planAtStart(index);
    const found =
      planned.status === 'fresh' || planned.status === 'absent'
        ? undefined
        : await remote.find(this.#graph.nodes[index]!, planned);
    if (found === undefined) this.#addReady(index);
    else this.#isThere(index, found, remote.place);
  }

  #addReady(index: number): void {
    const lane = this.#options.executor.laneOf(this.#graph.nodes[index]!.resources ?? {});
    this.#ready[lane]!.add(index);
  }

  #startReady(): void {
    this.#options.executor.slots.forEach((slots, lane) => {
      const ready = this.#ready[lane]!;
      while (
        !this.#stopped &&
        ready.length > 0 &&
        this.#running[lane]! < slots &&
        this.#unpublished < UNPUBLISHED_LIMIT
      ) {
        const index = ready.take()!;
        this.#running[lane]!++;
        void this.#settle(index)
          .catch((cause: unknown) => this.#breakOff(cause))
          .then(() => {
            this.#running[lane]!--;
            this.#wake();
          });
      }
    });
  }

  /** A store that cannot be written ends the run: nothing that it made could be kept. */
  #breakOff(cause: unknown): void {
    this.#broken ??= cause;
    this.#stopped = true;
    this.#options.remote?.stop();
  }

  async #settle(index: number): Promise<void> {
    const planned = this.#planAtStart(index);
    if (this.#isThere(index, planned)) return;
    const other = this.#keysAtWork.get(planned.key!);
    if (other !== undefined) {
      await other;
      const again = this.#planner.planNode(index);
      if (again.status === 'fresh' && this.#isThere(index, again)) return;
    }
    const work = this.#make(index, planned);
    this.#keysAtWork.set(
      planned.key!,
      work.then((made) => made?.standing).catch(() => undefined),
    );
    const made = await work;
    if (made !== undefined) this.#awaitStanding(index, planned, made);
  }

  /**
   * Tells of a node when its result is in the store to stay: what was told of survives any end of the run. The next node
   * may have the slot meanwhile, since a sync takes longer than many a node.
   */
  #awaitStanding(index: number, before: PlannedNode, { planned, exit, standing }: Made): void {
    this.#unpublished++;
    void standing
      .catch((cause: unknown) => {
        this.#planner.planned[index] = before;
        throw cause;
      })
      .then(() => {
        this.#outcomes.noteMade(index, planned, exit);
        this.#options.remote?.send(planned.key!);
      })
      .catch((cause: unknown) => this.#breakOff(cause))
      .then(() => {
        this.#unpublished--;
        this.#wake();
      });
  }

  /** Files may have changed since the plan was made, and inputs that were waited for are there now. */
  #planAtStart(index: number): PlannedNode {
    const before = this.#planner.planned[index]!;
    const readsFiles = Object.values(this.#graph.nodes[index]!.inputs).some(isFileReference);
    return before.status === 'waiting' || readsFiles ? this.#planner.planNode(index) : before;
  }

  /**
   * @param from the second store that the result came from
   * @returns whether there is nothing to make, which is then noted
   */
  #isThere(index: number, planned: PlannedNode, from?: string): boolean {
    if (planned.status !== 'fresh' && planned.status !== 'absent') return false;
    this.#planner.planned[index] = planned;
    if (planned.status === 'fresh') this.#outcomes.noteFresh(index, planned, from);
    else this.#outcomes.noteAbsent(index, planned);
    this.#release(index);
    return true;
  }

  /** @returns what was made, whose result may still be on its way into the store; undefined where nothing was */
  async #make(index: number, planned: PlannedNode): Promise<Made | undefined> {
    const making = await this.#maker.make(this.#graph.nodes[index]!, planned);
    switch (making.state) {
      case 'made':
        this.#planner.planned[index] = making.planned;
        this.#release(index);
        return making;
      case 'found':
        this.#isThere(index, making.planned);
        return undefined;
      case 'taken':
        this.#comeBack(index, making.by);
        return undefined;
      case 'failed':
        this.#outcomes.noteFailed(index, planned.key!, making.failure, making.log);
        if (this.#options.failFast || isStoreFailureCode(making.failure.code)) this.#stopped = true;
        return undefined;
    }
  }

  /** Looks again later at a node that another run is making. It takes no slot meanwhile. */
  #comeBack(index: number, by: string): void {
    if (!this.#awaited.has(index))
      this.#options.listen({ type: 'wait', node: this.#graph.nodes[index]!.name, by });
    this.#awaited.add(index);
    this.#waiting++;
    setTimeout(() => {
      this.#waiting--;
      this.#addReady(index);
      this.#wake();
    }, POLL_MILLISECONDS);
  }

  /** Starts what waited for this node alone. */
  #release(index: number): void {
    for (let edge = this.#graph.consumerStart[index]!; edge < this.#graph.consumerStart[index + 1]!; edge++) {
      const consumer = this.#graph.consumers[edge]!;
      if (this.#chosen[consumer] && --this.#missing[consumer]! === 0) this.#admit(consumer);
    }
    this.#wake();
  }
}
