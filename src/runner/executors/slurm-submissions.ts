import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isStoreFailure } from '../../store/files.ts';
import type { Failure } from '../attempt/attempt.ts';
import { type ClusterJob, logToAttempts } from './cluster-job.ts';
import { readTaskId } from './slurm-array.ts';
import type { SlurmCommands } from './slurm-commands.ts';
import { jobFiles, writeSubmitted } from './slurm-job.ts';
import { isPassingError } from './slurm-states.ts';

export interface SubmissionOptions {
  readonly commands: SlurmCommands;
  /** Takes a job that SLURM did not take. */
  readonly refused: (job: ClusterJob, failure: Failure) => void;
}

const FIRST_PAUSE_MILLISECONDS = 1_000;
const LONGEST_PAUSE_MILLISECONDS = 180_000;

/**
 * Submits jobs whose intents are on disk, one after the other. An error does not prove that there is no job, so the
 * queue is asked for its name before it is submitted again.
 */
export class SlurmSubmissions {
  readonly #options: SubmissionOptions;
  #last: Promise<void> = Promise.resolve();
  #isHurried = false;

  constructor(options: SubmissionOptions) {
    this.#options = options;
  }

  add(job: ClusterJob): void {
    this.#last = this.#last.then(() => this.#submit(job));
  }

  /** From now on pauses hold up nothing. */
  hurry(): void {
    this.#isHurried = true;
  }

  /** When nothing is being submitted any more. */
  async drain(): Promise<void> {
    await this.#last;
  }

  async #submit(job: ClusterJob): Promise<void> {
    const { commands, refused } = this.#options;
    const script = join(job.folder, jobFiles.script);
    for (let pause = FIRST_PAUSE_MILLISECONDS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MILLISECONDS)) {
      if (job.open.size === 0) return;
      const answer = await commands.submit(script);
      if (answer.ok) return noteSubmitted(job, answer.value);
      logToAttempts(job, `sbatch: ${answer.says}`);
      // The error may be about the answer alone: the job can be in the queue all the same.
      const found = await this.#findInQueue(job, pause);
      if (found !== undefined) return noteSubmitted(job, found);
      if (!isPassingError(answer.says))
        return refused(job, failureOfSubmission(answer.says, job.shards, script));
    }
  }

  /** The id of the job with this name, from the first answer that the queue gives after a pause. */
  async #findInQueue(job: ClusterJob, pause: number): Promise<string | undefined> {
    for (let wait = pause; ; wait = Math.min(2 * wait, LONGEST_PAUSE_MILLISECONDS)) {
      await delay(wait, undefined, { ref: !this.#isHurried });
      if (job.open.size === 0) return undefined;
      const answer = await this.#options.commands.queue();
      if (!answer.ok) continue;
      const found = answer.value.find(({ name }) => name === job.name);
      return found === undefined ? undefined : readTaskId(found.id).job;
    }
  }
}

function failureOfSubmission(says: string, shards: readonly number[] | undefined, script: string): Failure {
  const isTooLong = shards !== undefined && /invalid job array|array size/i.test(says);
  return {
    code: 'PROUIE_SBATCH',
    message: isTooLong
      ? `SLURM takes no job array with tasks up to ${shards.at(-1)}: ${says}`
      : `SLURM did not take the job: ${says}`,
    hint: isTooLong
      ? 'Lower `resources.shards` of the node: the cluster takes numbers below its MaxArraySize (`scontrol show config`).'
      : 'See `executor` in the profile, and what the node asks for; `prouie doctor --profile NAME` checks both.',
    location: { file: script },
  };
}

function noteSubmitted(job: ClusterJob, id: string): void {
  job.id = id;
  job.watched = true;
  try {
    writeSubmitted(job.folder, id);
  } catch (cause) {
    // The job is found by its name as well.
    if (!isStoreFailure(cause)) throw cause;
  }
}
