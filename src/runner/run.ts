import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { chainWeights, type Graph } from '../graph/graph.ts';
import type { GraphNode } from '../graph/node.ts';
import { isFileReference } from '../graph/node.ts';
import { isStoreFailureCode } from '../store/files.ts';
import { storePaths } from '../store/paths.ts';
import { RECORD_VERSION, type ResultRecord } from '../store/record.ts';
import {
  type Attempt,
  attemptFiles,
  type Exit,
  type Failure,
  readAttempt,
  readExit,
  writeExit,
} from './attempt.ts';
import { planAttempt } from './attempt-plan.ts';
import { claimKey, describeAttempt, giveBack, type OwnClaim } from './claims.ts';
import { CommitQueue } from './commits.ts';
import { type Listener, STOPPED, type Summary } from './events.ts';
import { describeFailure } from './execute.ts';
import type { Executor, Job } from './executors/executor.ts';
import { watchInputs } from './input-check.ts';
import type { PlannedNode, Planner } from './plan.ts';
import { ReadyQueue } from './ready-queue.ts';
import type { NodeState } from './state.ts';

export interface RunOptions {
  readonly run: string;
  readonly executor: Executor;
  readonly listen: Listener;
  /** Stop starting nodes after the first failure. */
  readonly failFast: boolean;
  /** Of nodes that are ready at once, the longest chain first, or the other way round (for tests of determinism). */
  readonly order: 'longest-first' | 'reversed';
  /** Further attempts at a node that failed for a reason outside of it. */
  readonly retries: number;
  /** Path of a step's module. */
  readonly modulePath: (step: string) => string;
}

export interface RunResult {
  readonly summary: Omit<Summary, 'type' | 'seconds'>;
  /** The first error that concerns the store and not a node. */
  readonly broken: unknown;
}

const POLL_MILLISECONDS = 100;

/**
 * Carries out a plan. A node starts when its producers are there; its key is then known, and if a result of that key
 * exists it is not run. A failure skips what depends on it, and the rest goes on.
 */
export class Run {
  readonly #planner: Planner;
  readonly #graph: Graph;
  readonly #options: RunOptions;
  readonly #commits: CommitQueue;
  /** Producers that are not there yet. */
  readonly #missing: Int32Array;
  /** Nodes that may start, by lane. */
  readonly #ready: readonly ReadyQueue[];
  readonly #chosen: Uint8Array;
  readonly #keysAtWork = new Map<string, Promise<void>>();
  readonly states = new Map<number, Pick<NodeState, 'status' | 'failure'>>();
  /** Nodes at work, by lane. */
  readonly #running: number[];
  /** Nodes that other runs are making. */
  #waiting = 0;
  readonly #awaited = new Set<number>();
  #ran = 0;
  #failed = 0;
  #skipped = 0;
  #fresh = 0;
  #stopped = false;
  #broken: unknown;
  #wake: () => void = () => undefined;

  constructor(planner: Planner, options: RunOptions) {
    this.#planner = planner;
    this.#graph = planner.context.graph;
    this.#options = options;
    this.#commits = new CommitQueue(planner.context.store);
    const weights = chainWeights(this.#graph);
    this.#ready = options.executor.slots.map(() => new ReadyQueue(weights, options.order));
    this.#running = options.executor.slots.map(() => 0);
    this.#missing = new Int32Array(this.#graph.nodes.length);
    this.#chosen = new Uint8Array(this.#graph.nodes.length);
  }

  /** Start nothing new. */
  stop(): void {
    this.#stopped = true;
    this.#wake();
  }

  async finish(): Promise<RunResult> {
    this.#prepare();
    for (;;) {
      this.#startReady();
      if (this.#running.every((count) => count === 0) && (this.#waiting === 0 || this.#stopped)) break;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    await this.#commits.drain();
    this.#skipRest();
    return {
      summary: { ran: this.#ran, fresh: this.#fresh, failed: this.#failed, skipped: this.#skipped },
      broken: this.#broken,
    };
  }

  #prepare(): void {
    const { graph } = this.#planner.context;
    this.#planner.planned.forEach((planned, index) => {
      if (planned === undefined || planned.status === 'absent') return;
      if (planned.status === 'fresh') {
        this.#fresh++;
        return;
      }
      this.#chosen[index] = 1;
      for (let edge = graph.producerStart[index]!; edge < graph.producerStart[index + 1]!; edge++) {
        if (this.#planner.planned[graph.producers[edge]!]?.status !== 'fresh') this.#missing[index]!++;
      }
      if (this.#missing[index] === 0) this.#addReady(index);
    });
  }

  #addReady(index: number): void {
    this.#ready[this.#laneOf(index)]!.add(index);
  }

  #laneOf(index: number): number {
    return this.#options.executor.laneOf(this.#graph.nodes[index]!.resources ?? {});
  }

  #startReady(): void {
    this.#options.executor.slots.forEach((slots, lane) => {
      const ready = this.#ready[lane]!;
      while (!this.#stopped && ready.length > 0 && this.#running[lane]! < slots) {
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
  }

  async #settle(index: number): Promise<void> {
    const before = this.#planner.planned[index]!;
    let planned = this.#planAtStart(index, before);
    if (before.reasons.some((reason) => reason.type === 'forced') && planned.status === 'fresh')
      planned = { ...planned, status: 'stale', reasons: before.reasons };
    if (planned.status === 'absent') {
      this.#becomeAbsent(index, planned);
      return;
    }
    const key = planned.key!;
    if (planned.status === 'fresh') {
      this.#becomeFresh(index, planned);
      return;
    }
    const other = this.#keysAtWork.get(key);
    if (other !== undefined) {
      await other;
      const again = this.#planner.planNode(index);
      if (again.status === 'fresh') {
        this.#becomeFresh(index, again);
        return;
      }
    }
    const work = this.#make(index, planned);
    this.#keysAtWork.set(
      key,
      work.then(
        () => undefined,
        () => undefined,
      ),
    );
    await work;
  }

  /** Files may have changed since the plan was made, and inputs that were waited for are there now. */
  #planAtStart(index: number, before: PlannedNode): PlannedNode {
    const readsFiles = Object.values(this.#graph.nodes[index]!.inputs).some(isFileReference);
    return before.status === 'waiting' || readsFiles ? this.#planner.planNode(index) : before;
  }

  async #make(index: number, planned: PlannedNode, retries = 0): Promise<void> {
    const node = this.#graph.nodes[index]!;
    const store = this.#planner.context.store;
    this.#clearBroken(planned);
    const claim = this.#claim(index, planned);
    if (claim === undefined) return;
    const attempt = claim.adopted ? readAttempt(claim.folder) : this.#describe(claim, node, planned);
    const files = node.keyedBy === 'request' ? undefined : this.#planner.context.files;
    const changedInput = watchInputs(attempt, store, files);
    const { listen, executor } = this.#options;
    listen({
      type: 'start',
      node: node.name,
      key: planned.key!,
      attempt: claim.attempt,
      reasons: planned.reasons,
    });
    const job: Job = {
      node: node.name,
      folder: claim.folder,
      resources: node.resources ?? {},
      onProgress: (done, total) => listen({ type: 'progress', node: node.name, done, total }),
    };
    const exit = (claim.adopted ? readExit(claim.folder) : undefined) ?? (await executor.run(job));
    const changed = changedInput();
    if (exit.ok && changed !== undefined) writeExit(claim.folder, { ...exit, ok: false, failure: changed });
    if (!exit.ok || exit.outputs === undefined || changed !== undefined) {
      const failure = exit.failure ?? changed ?? describeFailure(new Error('The attempt left no outputs.'));
      const log = join(claim.folder, attemptFiles.log);
      if (!this.#stopped && retries < this.#options.retries && executor.isWorthRetrying(failure, job)) {
        listen({ type: 'retry', node: node.name, failure, log });
        await this.#make(index, planned, retries + 1);
      } else this.#fail(index, planned.key!, failure, log);
      return;
    }
    const record: ResultRecord = {
      schemaVersion: RECORD_VERSION,
      key: planned.key!,
      recipe: planned.recipe!,
      seed: planned.recipe!.params['seed'] ?? null,
      outputs: exit.outputs,
    };
    const standing = this.#commits.add(record);
    // It is awaited below, unless telling of the result fails first.
    standing.catch(() => undefined);
    const forced = planned.reasons.some((reason) => reason.type === 'forced');
    const kept = forced || store.readRecord(record.key) !== undefined ? await standing : record;
    this.#finish(index, { ...planned, status: 'fresh', outputs: kept.outputs }, exit);
    await standing;
    rmSync(storePaths.checkpoints(store.root, record.key), { recursive: true, force: true });
  }

  #describe(claim: OwnClaim, node: GraphNode, planned: PlannedNode): Attempt {
    const attempt: Attempt = {
      ...planAttempt(this.#planner, node, planned),
      attempt: claim.attempt,
      module: this.#options.modulePath(node.step),
      run: this.#options.run,
    };
    describeAttempt(claim, attempt);
    return attempt;
  }

  /**
   * Claims a node's key. The store is looked at before and after, since a plan may be old by the time its node comes up.
   *
   * @returns undefined when another run made the result, or is at it
   */
  #claim(index: number, planned: PlannedNode): OwnClaim | undefined {
    const forced = planned.reasons.some((reason) => reason.type === 'forced');
    if (!forced && this.#takeMade(index, planned)) return undefined;
    const { executor, run } = this.#options;
    const claim = claimKey(this.#planner.context.store.root, planned.key!, run, executor.attaches);
    if (claim.state === 'taken') {
      this.#comeBack(index, claim.by);
      return undefined;
    }
    if (forced || claim.adopted || !this.#takeMade(index, planned)) return claim;
    giveBack(claim);
    return undefined;
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

  /** Takes the result that another run published since the plan was made, if there is one. */
  #takeMade(index: number, planned: PlannedNode): boolean {
    const { store } = this.#planner.context;
    const record = store.readRecord(planned.key!);
    if (record === undefined || !store.isWhole(record)) return false;
    this.#becomeFresh(index, { ...planned, status: 'fresh', outputs: record.outputs });
    return true;
  }

  #clearBroken(planned: PlannedNode): void {
    const { store } = this.#planner.context;
    if (!planned.reasons.some((reason) => reason.type === 'output-corrupt')) return;
    const record = store.readRecord(planned.key!);
    for (const output of Object.values(record?.outputs ?? {})) {
      for (const [digest] of output.files?.map((entry) => [entry[1]] as const) ?? [])
        this.#setAsideIfBroken(digest);
      this.#setAsideIfBroken(output.digest);
    }
  }

  #setAsideIfBroken(digest: string): void {
    const { store } = this.#planner.context;
    if (store.hasBlob(digest) && !store.verifyBlob(digest)) store.setAside(store.blobPath(digest));
  }

  #becomeFresh(index: number, planned: PlannedNode): void {
    this.#planner.planned[index] = planned;
    this.#fresh++;
    this.states.set(index, { status: 'fresh' });
    this.#options.listen({ type: 'fresh', node: this.#graph.nodes[index]!.name, key: planned.key ?? '' });
    this.#release(index);
  }

  /** A file that it needs, directly or through others, was taken away after the plan was made. */
  #becomeAbsent(index: number, planned: PlannedNode): void {
    this.#planner.planned[index] = planned;
    this.#skipped++;
    this.states.set(index, { status: 'absent' });
    this.#options.listen({
      type: 'skip',
      node: this.#graph.nodes[index]!.name,
      because: planned.absent!,
    });
    this.#release(index);
  }

  #finish(index: number, planned: PlannedNode, exit: Exit): void {
    this.#planner.planned[index] = planned;
    this.#ran++;
    this.states.set(index, { status: 'fresh' });
    const bytes = Object.values(planned.outputs!).reduce((sum, output) => sum + output.size, 0);
    this.#options.listen({
      type: 'finish',
      node: this.#graph.nodes[index]!.name,
      key: planned.key!,
      seconds: exit.seconds,
      bytes,
    });
    this.#release(index);
  }

  #release(index: number): void {
    for (let edge = this.#graph.consumerStart[index]!; edge < this.#graph.consumerStart[index + 1]!; edge++) {
      const consumer = this.#graph.consumers[edge]!;
      if (this.#chosen[consumer] && --this.#missing[consumer]! === 0) this.#addReady(consumer);
    }
    this.#wake();
  }

  #fail(index: number, key: string, failure: Failure, log: string): void {
    const interrupted = failure.code === 'PROUIE_INTERRUPTED';
    if (interrupted) this.#skipped++;
    else this.#failed++;
    this.states.set(
      index,
      interrupted
        ? { status: 'stale' }
        : { status: 'failed', failure: { key, code: failure.code, message: failure.message } },
    );
    this.#options.listen({
      type: 'fail',
      node: this.#graph.nodes[index]!.name,
      failure,
      log,
    });
    if (this.#options.failFast || isStoreFailureCode(failure.code)) this.#stopped = true;
  }

  #skipRest(): void {
    /** Failed nodes, and those that need one of them. */
    const blocked = new Set<number>();
    for (const index of this.#graph.order) {
      if (!this.#chosen[index] || this.#planner.planned[index]?.status === 'fresh') continue;
      const status = this.states.get(index)?.status;
      if (status === 'failed') blocked.add(index);
      // A node that was stopped at work, or became absent, has been told of already.
      if (status === 'failed' || status === 'stale' || status === 'absent') continue;
      const producer = this.#producers(index).find((one) => blocked.has(one));
      if (producer !== undefined) blocked.add(index);
      this.#skipped++;
      this.states.set(index, { status: 'waiting' });
      const because =
        producer === undefined
          ? STOPPED
          : `needs ${this.#graph.nodes[producer]!.name}, which failed or was skipped`;
      this.#options.listen({ type: 'skip', node: this.#graph.nodes[index]!.name, because });
    }
  }

  #producers(index: number): readonly number[] {
    const { producers, producerStart } = this.#graph;
    return [...producers.subarray(producerStart[index]!, producerStart[index + 1]!)];
  }
}
