import { execa } from 'execa';
import {
  leaveOutTraces,
  parseQueue,
  parseSubmission,
  type QueueEntry,
  SACCT_FIELDS,
  SQUEUE_FORMAT,
} from './slurm-states.ts';

/** The variables that every program of SLURM, and every job, gets from us. */
const HANDED_ON = ['PATH', 'HOME', 'USER', 'LOGNAME', 'LANG', 'LC_ALL', 'SLURM_CONF'] as const;
const PATIENCE_MILLISECONDS = 60_000;
/** Names in one call of sacct; it refuses very long lists. */
const NAMES_A_CALL = 100;

export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly says: string };

export interface Partition {
  readonly name: string;
  readonly isDefault: boolean;
  readonly up: boolean;
  /** What a machine has besides cores and memory, such as `gpu:8`. */
  readonly gres: string;
}

/**
 * Calls the programs of SLURM, never through a shell. They see an environment of listed variables only: SBATCH_ and
 * SQUEUE_ variables would change what they do, and a job inherits what sbatch has.
 */
export class SlurmCommands {
  readonly #env: { readonly [name: string]: string };

  constructor(env: { readonly [name: string]: string | undefined }, handedOn: readonly string[]) {
    this.#env = Object.fromEntries(
      [...HANDED_ON, ...handedOn].flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])),
    );
  }

  /** Submits a script. @returns the job's id; an error does not prove that there is no job */
  async submit(script: string): Promise<Answer<string>> {
    const answer = await this.#call('sbatch', ['--parsable', '--export=ALL', script]);
    if (!answer.ok) return answer;
    const id = parseSubmission(answer.value);
    return id === undefined
      ? { ok: false, says: `sbatch printed no job id: ${answer.value.trim()}` }
      : { ok: true, value: id };
  }

  /** All jobs of this user that the controller knows, and those of a federation where it is in one; ended ones too. */
  async queue(): Promise<Answer<readonly QueueEntry[]>> {
    const answer = await this.#call('squeue', [
      '--me',
      '--array',
      '--sibling',
      '--noheader',
      '--states=all',
      `--format=${SQUEUE_FORMAT}`,
    ]);
    return answer.ok ? { ok: true, value: leaveOutTraces(parseQueue(answer.value)) } : answer;
  }

  /** What accounting knows of jobs by name; many clusters have none, and where there is one it lags behind. */
  async accounted(names: readonly string[], since: number): Promise<Answer<readonly QueueEntry[]>> {
    const entries: QueueEntry[] = [];
    const day = new Date(since - 24 * 3_600_000).toISOString().slice(0, 10);
    for (let at = 0; at < names.length; at += NAMES_A_CALL) {
      const answer = await this.#call('sacct', [
        '--allocations',
        '--federation',
        '--noheader',
        '--parsable2',
        `--starttime=${day}`,
        `--name=${names.slice(at, at + NAMES_A_CALL).join(',')}`,
        `--format=${SACCT_FIELDS}`,
      ]);
      if (!answer.ok) return answer;
      entries.push(...parseQueue(answer.value));
    }
    return { ok: true, value: entries };
  }

  /** The partitions, once for every kind of machine in them. */
  async partitions(): Promise<Answer<readonly Partition[]>> {
    const answer = await this.#call('sinfo', ['--noheader', '--format=%P|%a|%G']);
    if (!answer.ok) return answer;
    const value = answer.value.split('\n').flatMap((line): Partition[] => {
      const [name, state, gres] = line.split('|');
      if (name === undefined || state === undefined || gres === undefined) return [];
      return [{ name: name.replace(/\*$/, ''), isDefault: name.endsWith('*'), up: state === 'up', gres }];
    });
    return { ok: true, value };
  }

  /**
   * Cancels jobs by id. Those that ended already are no error.
   *
   * @param name spares jobs of other names, for ids that were not read a moment ago and may be another's by now
   */
  async cancel(ids: readonly string[], name?: string): Promise<Answer<string>> {
    if (ids.length === 0) return { ok: true, value: '' };
    return this.#call('scancel', ['--quiet', ...(name === undefined ? [] : [`--name=${name}`]), ...ids]);
  }

  /** Ends a job and puts it back into the queue. */
  async requeue(id: string): Promise<Answer<string>> {
    return this.#call('scontrol', ['requeue', id]);
  }

  async #call(program: string, words: readonly string[]): Promise<Answer<string>> {
    const result = await execa(program, words, {
      env: this.#env,
      extendEnv: false,
      stdin: 'ignore',
      reject: false,
      timeout: PATIENCE_MILLISECONDS,
      killSignal: 'SIGKILL',
      // Ctrl-C on the terminal is for the controller alone.
      detached: true,
      cleanup: false,
    });
    if (!result.failed) return { ok: true, value: result.stdout };
    const says = result.timedOut
      ? `${program} timed out`
      : result.stderr.trim() ||
        result.originalMessage ||
        `${program} ended with exit code ${result.exitCode}`;
    return { ok: false, says };
  }
}
