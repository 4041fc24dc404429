import { randomBytes } from 'node:crypto';
import { appendFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Resources } from '../../graph/node.ts';
import { isStoreFailure } from '../../store/files.ts';
import { storePaths } from '../../store/paths.ts';
import type { Store } from '../../store/store.ts';
import { clusterJobOf, leaveToCluster } from '../adoption.ts';
import { attemptFiles, type Exit, type Failure } from '../attempt.ts';
import { failedExit, INTERRUPTED, unwrittenExit } from '../failed-exit.ts';
import { describeFailure } from '../failure.ts';
import type { Executor, Job } from './executor.ts';
import type { SlurmCommands } from './slurm-commands.ts';
import {
  type JobAttempt,
  jobFiles,
  readIntent,
  readSubmitted,
  voidJob,
  writeIntent,
  writeSubmitted,
} from './slurm-job.ts';
import { jobScript } from './slurm-script.ts';
import type { SlurmSettings } from './slurm-settings.ts';
import { isPassingError } from './slurm-states.ts';
import { isOfJob, isPassingFailure } from './slurm-verdict.ts';
import { type ClusterJob, type OpenAttempt, SlurmWatch } from './slurm-watch.ts';

export interface SlurmOptions {
  readonly settings: SlurmSettings;
  readonly store: Store;
  readonly commands: SlurmCommands;
  /** Program and first words of `prouie exec`, as they are on the cluster. */
  readonly exec: readonly string[];
  /** Makes small nodes, where the settings leave them here. */
  readonly pool: Executor;
}

const [LARGE, SMALL] = [0, 1];
/** How long the first small node of a batch waits for others. */
const GATHER_MILLISECONDS = 500;
const FIRST_PAUSE_MILLISECONDS = 1_000;
const LONGEST_PAUSE_MILLISECONDS = 180_000;

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
  /** Small nodes that wait for company. */
  readonly #gathered: { readonly job: Job; readonly open: OpenAttempt }[] = [];
  #gathering: NodeJS.Timeout | undefined;
  /** One sbatch at a time. */
  #submissions: Promise<void> = Promise.resolve();
  /** Jobs that were given up, by name. */
  readonly #aborted = new Set<string>();
  #stop: 'no' | 'abort' | 'leave' = 'no';

  constructor(options: SlurmOptions) {
    const { settings, store, commands, pool } = options;
    this.#options = options;
    const batched = settings.batch.nodes * settings.batch.jobs;
    this.slots = [settings.inFlight, settings.small === 'batch' ? batched : pool.slots[0]!];
    this.#watch = new SlurmWatch({
      settings,
      store,
      commands,
      resubmit: (job) => this.#resubmit(job),
    });
  }

  laneOf(resources: Resources): number {
    return isLarge(resources) ? LARGE! : SMALL!;
  }

  isWorthRetrying(failure: Failure, job: Job): boolean {
    if (isPassingFailure(failure) || (isOfJob(failure) && this.#hadCompany(job.folder))) return true;
    return failure.code === 'PROUIE_TIME_LIMIT' && savedCheckpoint(job.folder);
  }

  /** The end of a job with many nodes may be the fault of another one. */
  #hadCompany(folder: string): boolean {
    const name = clusterJobOf(folder);
    if (name === undefined) return false;
    return (readIntent(storePaths.job(this.#options.store.root, name))?.attempts.length ?? 0) > 1;
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
      else this.#gather(job, open);
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
    await this.#submissions;
    const { commands } = this.#options;
    const answer = await commands.queue();
    if (!answer.ok) return;
    const names = this.#aborted;
    await commands.cancel(answer.value.flatMap(({ id, name }) => (names.has(name) ? [id] : [])));
  }

  #interrupt(): void {
    for (const { open } of this.#gathered.splice(0)) this.#endInterrupted(open);
    for (const job of [...this.#watch.jobs]) {
      if (this.#stop === 'abort') {
        voidJob(job.folder);
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

  #gather(job: Job, open: OpenAttempt): void {
    this.#gathered.push({ job, open });
    const flush = (): void => {
      clearTimeout(this.#gathering);
      this.#gathering = undefined;
      const { nodes } = this.#options.settings.batch;
      while (this.#gathered.length > 0) this.#begin(this.#gathered.splice(0, nodes));
    };
    if (this.#gathered.length >= this.#options.settings.batch.nodes) flush();
    else this.#gathering ??= setTimeout(flush, GATHER_MILLISECONDS);
  }

  #begin(members: readonly { readonly job: Job; readonly open: OpenAttempt }[]): void {
    const attempts = members.map(({ job: { node, folder, resources } }) => ({ node, folder, resources }));
    this.#create(
      attempts,
      members.map(({ open }) => open),
    );
  }

  /** Writes down a job and lets it be submitted. */
  #create(attempts: readonly JobAttempt[], open: readonly OpenAttempt[]): void {
    const { settings, store, exec } = this.#options;
    const name = nameJob(attempts);
    const folder = storePaths.job(store.root, name);
    const single = attempts.length === 1 ? attempts[0] : undefined;
    const slots = single === undefined ? settings.batch.cpu : 1;
    const script = jobScript({
      name,
      folder,
      settings,
      resources: single?.resources ?? { cpu: settings.batch.cpu },
      command: single === undefined ? [...exec, '--job', folder] : [...exec, single.folder],
    });
    try {
      for (const attempt of attempts) leaveToCluster(attempt.folder, name);
      writeIntent(folder, { schemaVersion: 1, name, attempts, slots, at: Date.now() }, script);
    } catch (cause) {
      if (!isStoreFailure(cause)) throw cause;
      for (const one of open) one.fail(describeFailure(cause));
      return;
    }
    this.#enqueue({
      name,
      folder,
      open: new Map(open.map((one) => [one.folder, one])),
      id: undefined,
      watched: false,
      goneSince: undefined,
    });
  }

  #enqueue(job: ClusterJob): void {
    this.#watch.add(job);
    this.#submissions = this.#submissions.then(() => this.#submit(job));
  }

  /** Looks after a job of an earlier run. What it has come to, the watch finds out. */
  #attach(name: string, job: Job, open: OpenAttempt): void {
    const known = this.#watch.find(name);
    if (known !== undefined) {
      known.open.set(job.folder, open);
      return;
    }
    const folder = storePaths.job(this.#options.store.root, name);
    if (readIntent(folder) === undefined) {
      // Nothing is submitted before its intent is whole.
      this.#begin([{ job, open }]);
      return;
    }
    this.#watch.add({
      name,
      folder,
      open: new Map([[job.folder, open]]),
      id: readSubmitted(folder),
      watched: true,
      goneSince: undefined,
    });
  }

  #resubmit(job: ClusterJob): void {
    const attempts = (readIntent(job.folder)?.attempts ?? []).filter(({ folder }) => job.open.has(folder));
    this.#create(attempts, [...job.open.values()]);
  }

  async #submit(job: ClusterJob): Promise<void> {
    const { commands } = this.#options;
    const script = join(job.folder, jobFiles.script);
    for (let pause = FIRST_PAUSE_MILLISECONDS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MILLISECONDS)) {
      if (job.open.size === 0) return;
      const answer = await commands.submit(script);
      if (answer.ok) return this.#noteSubmitted(job, answer.value);
      this.#log(job, `sbatch: ${answer.says}`);
      // The error may be about the answer alone: the job can be in the queue all the same.
      const found = await this.#findInQueue(job, pause);
      if (found !== undefined) return this.#noteSubmitted(job, found);
      if (!isPassingError(answer.says)) return this.#refuse(job, answer.says);
    }
  }

  /** The id of the job with this name, from the first answer that the queue gives after a pause. */
  async #findInQueue(job: ClusterJob, pause: number): Promise<string | undefined> {
    for (let wait = pause; ; wait = Math.min(2 * wait, LONGEST_PAUSE_MILLISECONDS)) {
      await delay(wait, undefined, { ref: this.#stop === 'no' });
      if (job.open.size === 0) return undefined;
      const answer = await this.#options.commands.queue();
      if (answer.ok) return answer.value.find(({ name }) => name === job.name)?.id;
    }
  }

  #noteSubmitted(job: ClusterJob, id: string): void {
    job.id = id;
    job.watched = true;
    try {
      writeSubmitted(job.folder, id);
    } catch (cause) {
      // The job is found by its name as well.
      if (!isStoreFailure(cause)) throw cause;
    }
  }

  #refuse(job: ClusterJob, says: string): void {
    voidJob(job.folder);
    this.#watch.forget(job);
    const failure: Failure = {
      code: 'PROUIE_SBATCH',
      message: `SLURM did not take the job: ${says}`,
      hint: 'See `executor` in the profile, and what the node asks for; `prouie doctor --profile NAME` checks both.',
      location: { file: join(job.folder, jobFiles.script) },
    };
    for (const open of job.open.values()) open.fail(failure);
    job.open.clear();
  }

  #log(job: ClusterJob, line: string): void {
    for (const { folder } of job.open.values()) {
      try {
        appendFileSync(join(folder, attemptFiles.log), `${line}\n`);
      } catch {
        // A full disk: the node itself will report it.
        return;
      }
    }
  }
}

/** A node that asks for something gets a job of its own. */
function isLarge({ cpu, memory, gpu }: Resources): boolean {
  return cpu !== undefined || memory !== undefined || (gpu ?? 0) > 0;
}

/** Unique for all time, and readable in `squeue`. */
function nameJob(attempts: readonly JobAttempt[]): string {
  const first = attempts[0]!.node.replaceAll(/[^\w.-]+/g, '-').slice(0, 60);
  const more = attempts.length === 1 ? '' : `-and-${attempts.length - 1}-more`;
  return `prouie-${randomBytes(6).toString('hex')}-${first}${more}`;
}

/** Whether an attempt saved something for the next one. */
function savedCheckpoint(folder: string): boolean {
  const checkpoints = join(dirname(folder), 'checkpoints');
  const since = statSync(join(folder, attemptFiles.attempt)).mtimeMs;
  try {
    return readdirSync(checkpoints, { recursive: true, encoding: 'utf8' }).some(
      (name) => statSync(join(checkpoints, name)).mtimeMs >= since,
    );
  } catch {
    // It saved nothing.
    return false;
  }
}
