import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { GraphNode } from '../../graph/node.ts';
import { CommitQueue } from '../../store/commits.ts';
import { storePaths } from '../../store/paths.ts';
import { RECORD_VERSION, type ResultRecord } from '../../store/record.ts';
import {
  type Attempt,
  attemptFiles,
  type Exit,
  type Failure,
  readAttempt,
  readExit,
  writeExit,
} from '../attempt/attempt.ts';
import { planAttempt } from '../attempt/attempt-plan.ts';
import { describeFailure } from '../attempt/failure.ts';
import { watchInputs } from '../attempt/input-check.ts';
import type { Executor, Job } from '../executors/executor.ts';
import { setBrokenBlobsAside } from '../plan/broken-blobs.ts';
import type { Planner } from '../plan/plan.ts';
import { isForced, type PlannedNode } from '../plan/planned-node.ts';
import { type Claim, claimKey, describeAttempt, giveBack, type OwnClaim } from './claims.ts';
import type { Listener } from './events.ts';

export interface NodeMakerOptions {
  readonly run: string;
  readonly executor: Executor;
  readonly listen: Listener;
  /** Further attempts at a node that failed for a reason outside of it. */
  readonly retries: number;
  /** Path of a step's module. */
  readonly modulePath: (step: string) => string;
  /** Whether nothing new is to be started, further attempts neither. */
  readonly isStopped: () => boolean;
}

export interface Made {
  readonly state: 'made';
  readonly planned: PlannedNode;
  readonly exit: Exit;
  /** Resolves when the result is in the store to stay. What needs the node may start before. */
  readonly standing: Promise<void>;
}

/** What became of the wish to have a node made. */
export type Making =
  | Made
  /** The store had its result by now. */
  | { readonly state: 'found'; readonly planned: PlannedNode }
  | { readonly state: 'failed'; readonly failure: Failure; readonly log: string }
  /** Another run is at it. */
  | Exclude<Claim, OwnClaim>;

/** Makes stale nodes whose keys are known: claims a node, has it carried out, and publishes its result. */
export class NodeMaker {
  readonly #planner: Planner;
  readonly #options: NodeMakerOptions;
  readonly #commits: CommitQueue;

  constructor(planner: Planner, options: NodeMakerOptions) {
    this.#planner = planner;
    this.#options = options;
    this.#commits = new CommitQueue(planner.context.store);
  }

  /** Resolves when nothing that was made waits to be published. */
  async drain(): Promise<void> {
    await this.#commits.drain();
  }

  /** @throws ProuieError where the store, and not the node, is at fault */
  async make(node: GraphNode, planned: PlannedNode): Promise<Making> {
    const { executor, isStopped, listen, retries } = this.#options;
    for (let left = retries; ; left--) {
      const claim = this.#claim(planned);
      if (claim.state !== 'mine') return claim;
      const attempt = claim.adopted ? readAttempt(claim.folder) : this.#describe(claim, node, planned);
      const job: Job = {
        node: node.name,
        folder: claim.folder,
        resources: node.resources ?? {},
        onProgress: (done, total) => listen({ type: 'progress', node: node.name, done, total }),
      };
      const exit = await this.#carryOut(claim, attempt, job, node, planned);
      if (exit.ok && exit.outputs !== undefined) return this.#publish(planned, exit, exit.outputs);
      const failure = exit.failure ?? describeFailure(new Error('The attempt left no outputs.'));
      const log = join(claim.folder, attemptFiles.log);
      if (isStopped() || left <= 0 || !executor.isWorthRetrying(failure, job))
        return { state: 'failed', failure, log };
      listen({ type: 'retry', node: node.name, failure, log });
    }
  }

  /** The store is looked at before and after, since a plan may be old by the time its node comes up. */
  #claim(planned: PlannedNode): OwnClaim | Extract<Making, { readonly state: 'found' | 'taken' }> {
    const { store } = this.#planner.context;
    const { executor, run } = this.#options;
    setBrokenBlobsAside(store, planned);
    const before = this.#findMade(planned);
    if (before !== undefined) return { state: 'found', planned: before };
    const claim = claimKey(store.root, planned.key!, run, executor.attaches);
    if (claim.state === 'taken' || claim.adopted) return claim;
    const meanwhile = this.#findMade(planned);
    if (meanwhile === undefined) return claim;
    giveBack(claim);
    return { state: 'found', planned: meanwhile };
  }

  /** The node with the result that another run published since the plan was made. A forced one is made all the same. */
  #findMade(planned: PlannedNode): PlannedNode | undefined {
    if (isForced(planned)) return undefined;
    const { store } = this.#planner.context;
    const record = store.readRecord(planned.key!);
    if (record === undefined || !store.isWhole(record)) return undefined;
    return { ...planned, status: 'fresh', outputs: record.outputs };
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

  /** Has an attempt carried out, unless it ended before it was adopted. What was made from inputs that changed fails. */
  async #carryOut(
    claim: OwnClaim,
    attempt: Attempt,
    job: Job,
    node: GraphNode,
    planned: PlannedNode,
  ): Promise<Exit> {
    const { store, files } = this.#planner.context;
    const { executor, listen } = this.#options;
    const changedInput = watchInputs(attempt, store, node.keyedBy === 'request' ? undefined : files);
    listen({
      type: 'start',
      node: node.name,
      key: planned.key!,
      attempt: claim.attempt,
      reasons: planned.reasons,
    });
    const exit = (claim.adopted ? readExit(claim.folder) : undefined) ?? (await executor.run(job));
    const changed = changedInput();
    if (!exit.ok || changed === undefined) return exit;
    const refused: Exit = { ...exit, ok: false, failure: changed };
    writeExit(claim.folder, refused);
    return refused;
  }

  async #publish(planned: PlannedNode, exit: Exit, outputs: NonNullable<Exit['outputs']>): Promise<Making> {
    const { store } = this.#planner.context;
    const record: ResultRecord = {
      schemaVersion: RECORD_VERSION,
      key: planned.key!,
      recipe: planned.recipe!,
      seed: planned.recipe!.params['seed'] ?? null,
      outputs,
    };
    const published = this.#commits.add(record);
    const standing = published.then(() =>
      rmSync(storePaths.checkpoints(store.root, record.key), { recursive: true, force: true }),
    );
    // Whoever asked for the node awaits it, unless telling of the result fails first.
    standing.catch(() => undefined);
    const isSecond = isForced(planned) || store.readRecord(record.key) !== undefined;
    const kept = isSecond ? await published : record;
    return { state: 'made', planned: { ...planned, status: 'fresh', outputs: kept.outputs }, exit, standing };
  }
}
