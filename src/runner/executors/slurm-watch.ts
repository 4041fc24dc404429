import { join } from 'node:path';
import type { Store } from '../../store/store.ts';
import type { Failure } from '../attempt/attempt.ts';
import type { ClusterJob, OpenAttempt } from './cluster-job.ts';
import { entriesByName, wordOf } from './queue-word.ts';
import { readTaskId } from './slurm-array.ts';
import { lookForArrival } from './slurm-arrival.ts';
import type { SlurmCommands } from './slurm-commands.ts';
import { jobFiles, readStart, voidJob, voidRest } from './slurm-job.ts';
import type { SlurmSettings } from './slurm-settings.ts';
import { failureOfShards } from './slurm-shard-verdict.ts';
import { outlookOf, type QueueEntry } from './slurm-states.ts';
import { failureOfLateOutputs, failureOfLostJob, failureOfState } from './slurm-verdict.ts';

export interface WatchOptions {
  readonly settings: SlurmSettings;
  readonly store: Store;
  readonly commands: SlurmCommands;
  /** Takes a job that was never submitted, and is given up for sure. */
  readonly resubmit: (job: ClusterJob) => void;
}

/** Between two looks at the files of jobs; the queue is asked less often. */
const LOOK_MILLISECONDS = 2_000;
const LONGEST_SILENCE_MILLISECONDS = 180_000;

/**
 * Watches jobs until their attempts have ended. The exit record of an attempt is the only proof of its end; the queue
 * is asked once a poll for all jobs together, and its word counts only where no record came.
 */
export class SlurmWatch {
  readonly #options: WatchOptions;
  readonly #jobs = new Map<string, ClusterJob>();
  readonly #pollMilliseconds: number;
  #timer: NodeJS.Timeout | undefined;
  #looking = false;
  #silence: number;
  #nextQuestion = 0;
  #hasAccounting = true;

  constructor(options: WatchOptions) {
    this.#options = options;
    this.#pollMilliseconds = options.settings.poll * 1000;
    this.#silence = this.#pollMilliseconds;
  }

  get jobs(): Iterable<ClusterJob> {
    return this.#jobs.values();
  }

  find(name: string): ClusterJob | undefined {
    return this.#jobs.get(name);
  }

  add(job: ClusterJob): void {
    this.#jobs.set(job.name, job);
    this.#timer ??= setInterval(() => void this.#look(), Math.min(LOOK_MILLISECONDS, this.#pollMilliseconds));
  }

  forget(job: ClusterJob): void {
    this.#jobs.delete(job.name);
    if (this.#jobs.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  async #look(): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    try {
      this.#collect(Date.now());
      if ([...this.#jobs.values()].some((job) => job.watched) && Date.now() >= this.#nextQuestion)
        await this.#ask();
    } finally {
      this.#looking = false;
    }
  }

  /** Takes the attempts whose exit records have come. */
  #collect(now: number): void {
    const { store, settings } = this.#options;
    for (const job of [...this.#jobs.values()]) {
      for (const attempt of [...job.open.values()]) {
        const arrival = lookForArrival(store, attempt.folder);
        if (arrival.state === 'nothing') continue;
        if (arrival.state === 'part') {
          attempt.partSince ??= now;
          if (now - attempt.partSince < settings.patience * 1000) continue;
          this.#close(job, attempt);
          attempt.fail(failureOfLateOutputs(arrival.missing, settings.patience));
          continue;
        }
        this.#close(job, attempt);
        attempt.end(arrival.exit);
      }
    }
  }

  async #ask(): Promise<void> {
    const answer = await this.#options.commands.queue();
    const now = Date.now();
    if (!answer.ok) {
      // Nothing is known, so nothing changes; a busy controller is asked less often.
      this.#silence = Math.min(
        2 * this.#silence,
        Math.max(LONGEST_SILENCE_MILLISECONDS, this.#pollMilliseconds),
      );
      this.#nextQuestion = now + this.#silence;
      return;
    }
    this.#silence = this.#pollMilliseconds;
    this.#nextQuestion = now + this.#silence;
    const entries = entriesByName(answer.value);
    const missing: ClusterJob[] = [];
    for (const job of [...this.#jobs.values()]) {
      if (!job.watched) continue;
      const asked = { requeues: this.#options.settings.requeue, isLate: false };
      const { entry, spare } = wordOf(job, entries.get(job.name) ?? [], asked);
      void this.#options.commands.cancel(spare, job.name);
      if (entry === undefined || outlookOf(entry, false) === 'elsewhere') missing.push(job);
      else this.#heed(job, entry, now);
    }
    await this.#askAccounting(missing, entries, now);
  }

  #isLiving(entry: QueueEntry): boolean {
    const outlook = outlookOf(entry, this.#options.settings.requeue);
    return outlook === 'waiting' || outlook === 'running';
  }

  /** Asks what became of jobs that the queue does not list, or lists as those of another cluster of a federation. */
  async #askAccounting(
    missing: readonly ClusterJob[],
    queued: ReadonlyMap<string, readonly QueueEntry[]>,
    now: number,
  ): Promise<void> {
    let known: ReadonlyMap<string, readonly QueueEntry[]> = new Map();
    if (missing.length > 0 && this.#hasAccounting) {
      const since = Math.min(...missing.map((job) => job.goneSince ?? now));
      const answer = await this.#options.commands.accounted(
        missing.map(({ name }) => name),
        since,
      );
      // Accounting that is merely away is asked again; the jobs lose no time by it.
      if (!answer.ok)
        this.#hasAccounting = !/disabled|not (enabled|found|installed)|ENOENT/i.test(answer.says);
      else known = entriesByName(answer.value);
    }
    for (const job of missing) {
      const { entry } = wordOf(job, known.get(job.name) ?? [], { requeues: false, isLate: true });
      if (entry !== undefined && outlookOf(entry, false) === 'over') this.#heed(job, entry, now, false);
      else if (entry !== undefined && queued.has(job.name)) this.#heed(job, entry, now);
      else this.#miss(job, now);
    }
  }

  #heed(job: ClusterJob, entry: QueueEntry, now: number, requeues = this.#options.settings.requeue): void {
    job.id ??= readTaskId(entry.id).job;
    if (outlookOf(entry, requeues) !== 'over') {
      job.goneSince = undefined;
      return;
    }
    job.goneSince ??= now;
    // What never began leaves no files to wait for, but what begins again may only be missing from one answer.
    const mayCome = readStart(job.folder) !== undefined || this.#isLiving(entry);
    if (mayCome && !this.#isOutOfPatience(job, now)) return;
    this.#giveUp(job, failureOfState(entry, join(job.folder, jobFiles.output)));
  }

  /** A job that nobody knows: new to the queue, forgotten by it, or never submitted. */
  #miss(job: ClusterJob, now: number): void {
    job.goneSince ??= now;
    if (!this.#isOutOfPatience(job, now)) return;
    if (job.id === undefined && voidJob(job.folder)) {
      this.forget(job);
      this.#options.resubmit(job);
      return;
    }
    this.#giveUp(job, failureOfLostJob(job.name, job.id, join(job.folder, jobFiles.output)));
  }

  #isOutOfPatience(job: ClusterJob, now: number): boolean {
    return now - (job.goneSince ?? now) >= this.#options.settings.patience * 1000;
  }

  #giveUp(job: ClusterJob, failure: Failure): void {
    this.#collect(Date.now());
    voidRest(job.folder);
    if (job.id !== undefined) void this.#options.commands.cancel([job.id], job.name);
    for (const attempt of [...job.open.values()]) {
      const own = job.shards === undefined ? failure : failureOfShards(job, attempt.folder, failure);
      this.#close(job, attempt);
      attempt.fail(own);
    }
  }

  #close(job: ClusterJob, attempt: OpenAttempt): void {
    job.open.delete(attempt.folder);
    if (job.open.size === 0) this.forget(job);
  }
}
