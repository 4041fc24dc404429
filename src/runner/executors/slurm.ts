import type { Resources } from '../../graph/node.ts';
import { isStoreFailure } from '../../store/files.ts';
import { storePaths } from '../../store/paths.ts';
import type { Store } from '../../store/store.ts';
import { clusterJobOf, leaveToCluster } from '../attempt/adoption.ts';
import type { Exit, Failure } from '../attempt/attempt.ts';
import { failedExit, INTERRUPTED, unwrittenExit } from '../attempt/failed-exit.ts';
import { describeFailure } from '../attempt/failure.ts';
import { type ClusterJob, clusterJob, type OpenAttempt } from './cluster-job.ts';
import type { Executor, Job } from './executor.ts';
import { readTaskId } from './slurm-array.ts';
import type { SlurmCommands } from './slurm-commands.ts';
import { Gathering } from './slurm-gathering.ts';
import { type JobAttempt, readIntent, readSubmitted, voidRest, writeIntent } from './slurm-job.ts';
import { isLarge, planJob } from './slurm-job-plan.ts';
import { isWorthAnotherAttempt } from './slurm-retry.ts';
import type { SlurmSettings } from './slurm-settings.ts';
import { SlurmSubmissions } from './slurm-submissions.ts';
import { SlurmWatch } from './slurm-watch.ts';

export interface SlurmOptions {
  readonly settings: SlurmSettings;
  readonly store: Store;
  readonly commands: SlurmCommands;
  /** Program and first words of `prouie exec`, as they are on the cluster. */
  readonly exec: readonly string[];
  /** Makes small nodes, where the settings leave them here. */
  readonly pool: Executor;
}

/** A node that is to be made, and who awaits it. */
interface Member {
  readonly job: Job;
  readonly open: OpenAttempt;
}

const [LARGE, SMALL] = [0, 1];

/**
 * Hands nodes to SLURM. Before a job is submitted, its unique name is on disk with the attempts that it carries out;
 * whatever happens then, it is found again by that name, and the link that its script takes first keeps two jobs of
 * one name from doing the work twice. Jobs go on without this process, and the next run looks after them.
 */
export class SlurmExecutor implements Executor {
  readonly slots: readonly number[];
  readonly attaches = true;
  readonly #options: SlurmOptions;
  readonly #watch: SlurmWatch;
  readonly #submissions: SlurmSubmissions;
  /** Small nodes that wait for company. */
  readonly #gathering: Gathering<Member>;
  /** Jobs that were given up, by name. */
  readonly #aborted = new Set<string>();
  #stop: 'no' | 'abort' | 'leave' = 'no';

  constructor(options: SlurmOptions) {
    const { settings, store, commands, pool } = options;
    this.#options = options;
    const batched = settings.batch.nodes * settings.batch.jobs;
    this.slots = [settings.inFlight, settings.small === 'batch' ? batched : pool.slots[0]!];
    this.#watch = new SlurmWatch({ settings, store, commands, resubmit: (job) => this.#resubmit(job) });
    this.#submissions = new SlurmSubmissions({
      commands,
      refused: (job, failure) => this.#refuse(job, failure),
    });
    this.#gathering = new Gathering(settings.batch.nodes, (group) => this.#begin(group));
  }

  laneOf(resources: Resources): number {
    return isLarge(resources) ? LARGE! : SMALL!;
  }

  isWorthRetrying(failure: Failure, job: Job): boolean {
    return isWorthAnotherAttempt(failure, this.#options.store.root, job.folder);
  }

  run(job: Job): Promise<Exit> {
    const before = clusterJobOf(job.folder);
    const { settings, pool } = this.#options;
    if (before === undefined && !isLarge(job.resources) && settings.small === 'pool') return pool.run(job);
    return new Promise((resolve) => {
      const open: OpenAttempt = {
        folder: job.folder,
        end: resolve,
        fail: (failure) => resolve(failedExit(job.folder, failure)),
      };
      if (this.#stop !== 'no') this.#endInterrupted(open);
      else if (before !== undefined) this.#attach(before, job, open);
      else if (isLarge(job.resources)) this.#begin([{ job, open }]);
      else this.#gathering.add({ job, open });
    });
  }

  abort(): void {
    this.#stop = 'abort';
    this.#options.pool.abort();
    this.#interrupt();
  }

  leave(): void {
    if (this.#stop === 'no') this.#stop = 'leave';
    this.#options.pool.leave();
    this.#interrupt();
  }

  async close(): Promise<void> {
    await this.#options.pool.close();
    if (this.#stop !== 'abort') return;
    await this.#submissions.drain();
    const { commands } = this.#options;
    const answer = await commands.queue();
    if (!answer.ok) return;
    const own = answer.value.filter(({ name }) => this.#aborted.has(name));
    await commands.cancel([...new Set(own.map(({ id }) => readTaskId(id).job))]);
  }

  #interrupt(): void {
    this.#submissions.hurry();
    for (const { open } of this.#gathering.release()) this.#endInterrupted(open);
    for (const job of [...this.#watch.jobs]) {
      if (this.#stop === 'abort') {
        voidRest(job.folder);
        this.#aborted.add(job.name);
      }
      this.#watch.forget(job);
      for (const open of job.open.values()) this.#endInterrupted(open);
      job.open.clear();
    }
  }

  /** A job that may go on keeps its attempts open, for the next run to look after. */
  #endInterrupted(open: OpenAttempt): void {
    if (this.#stop === 'abort' || clusterJobOf(open.folder) === undefined) open.fail(INTERRUPTED);
    else open.end(unwrittenExit(INTERRUPTED));
  }

  #begin(members: readonly Member[]): void {
    this.#create(
      members.map(({ job: { node, folder, resources } }) => ({ node, folder, resources })),
      members.map(({ open }) => open),
    );
  }

  /** Writes down a job and lets it be submitted. */
  #create(attempts: readonly JobAttempt[], open: readonly OpenAttempt[]): void {
    const { settings, store, exec } = this.#options;
    const { folder, intent, script } = planJob(attempts, { settings, store: store.root, exec });
    try {
      for (const attempt of attempts) leaveToCluster(attempt.folder, intent.name);
      writeIntent(folder, intent, script);
    } catch (cause) {
      if (!isStoreFailure(cause)) throw cause;
      for (const one of open) one.fail(describeFailure(cause));
      return;
    }
    const job = clusterJob({ name: intent.name, folder, shards: intent.shards }, open);
    this.#watch.add(job);
    this.#submissions.add(job);
  }

  /** Looks after a job of an earlier run. What it has come to, the watch finds out. */
  #attach(name: string, job: Job, open: OpenAttempt): void {
    const known = this.#watch.find(name);
    if (known !== undefined) {
      known.open.set(job.folder, open);
      return;
    }
    const folder = storePaths.job(this.#options.store.root, name);
    const intent = readIntent(folder);
    if (intent === undefined) {
      // Nothing is submitted before its intent is whole.
      this.#begin([{ job, open }]);
      return;
    }
    const attached = clusterJob({ name, folder, shards: intent.shards }, [open]);
    attached.id = readSubmitted(folder);
    attached.watched = true;
    this.#watch.add(attached);
  }

  #resubmit(job: ClusterJob): void {
    const attempts = (readIntent(job.folder)?.attempts ?? []).filter(({ folder }) => job.open.has(folder));
    this.#create(attempts, [...job.open.values()]);
  }

  #refuse(job: ClusterJob, failure: Failure): void {
    voidRest(job.folder);
    this.#watch.forget(job);
    for (const open of job.open.values()) open.fail(failure);
    job.open.clear();
  }
}
