/** What SLURM says of a job, in the words of its state codes. */
export interface QueueEntry {
  /** `17`, or `17_3` for a task of an array. */
  readonly id: string;
  /** Job names are unique, since we make them; ids are used again by some clusters. */
  readonly name: string;
  /** The first word of the state: of `CANCELLED by 1000` it is `CANCELLED`. */
  readonly state: string;
  /** Why it waits or ended, or its exit code; `None` where there is no reason. */
  readonly reason: string;
}

export type Outlook =
  /** It has not begun, or will begin again. */
  | 'waiting'
  | 'running'
  /** Over, as the scheduler sees it; how the node fared only its exit record tells. */
  | 'over'
  /** Another cluster of a federation has it: what became of it is not for this one to say. */
  | 'elsewhere'
  /** A state that we do not know. It proves nothing, success least of all. */
  | 'unknown';

export const SQUEUE_FORMAT = '%i|%T|%j|%r';
export const SACCT_FIELDS = 'JobID,State,JobName,ExitCode';

const WAITING: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'PENDING',
  'CONFIGURING',
  'REQUEUED',
  'REQUEUE_FED',
  'REQUEUE_HOLD',
  'RESV_DEL_HOLD',
  'SPECIAL_EXIT',
]);
const RUNNING: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'RUNNING',
  'COMPLETING',
  'SUSPENDED',
  'STOPPED',
  'RESIZING',
  'SIGNALING',
  'STAGE_OUT',
]);
const OVER: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'COMPLETED',
  'BOOT_FAIL',
  'CANCELLED',
  'DEADLINE',
  'FAILED',
  'LAUNCH_FAILED',
  'NODE_FAIL',
  'OUT_OF_MEMORY',
  'PREEMPTED',
  'RECONFIG_FAIL',
  'TIMEOUT',
]);

/**
 * Entries of `squeue --noheader --format=SQUEUE_FORMAT` or of `sacct --parsable2 --noheader --format=SACCT_FIELDS`.
 * Banners and lines of another form are passed over. A list of tasks such as `17_[0-5%3]` stays one entry.
 */
export function parseQueue(text: string): QueueEntry[] {
  return text.split('\n').flatMap((line) => {
    const [id, state, name, ...reason] = line.trim().split('|');
    if (id === undefined || !/^\d+([_+]\S+)?$/.test(id) || !state || name === undefined) return [];
    return [{ id, name, state: state.split(/[ +]/)[0]!, reason: reason.join('|') }];
  });
}

/**
 * Without the traces that a job leaves on clusters of a federation that do not have it, where the one that has it speaks
 * too. Such a trace stays after the job has ended, and may bear another id.
 */
export function leaveOutTraces(entries: readonly QueueEntry[]): QueueEntry[] {
  const had = new Set(entries.flatMap(({ name, state }) => (state === 'REVOKED' ? [] : [name])));
  return entries.filter(({ name, state }) => state !== 'REVOKED' || !had.has(name));
}

/** @param requeues whether jobs that lost their node or were preempted begin again */
export function outlookOf({ state }: Pick<QueueEntry, 'state'>, requeues: boolean): Outlook {
  if (requeues && (state === 'PREEMPTED' || state === 'NODE_FAIL')) return 'waiting';
  if (state === 'REVOKED') return 'elsewhere';
  if (WAITING.has(state)) return 'waiting';
  if (RUNNING.has(state)) return 'running';
  return OVER.has(state) ? 'over' : 'unknown';
}

/** What `sbatch --parsable` printed: the id on its last line, before the cluster's name; sites add banners. */
export function parseSubmission(text: string): string | undefined {
  const words = text.trimEnd().split('\n').at(-1) ?? '';
  return /^(\d+)(;.*)?$/.exec(words.trim())?.[1];
}

/** Whether an error of `sbatch` may pass by itself: the controller is away or busy, or a limit on jobs is reached. */
export function isPassingError(text: string): boolean {
  return /timed? ?out|unable to contact|connection|socket|try again|temporar|limit|slurm_receive|send\/recv|zero bytes|busy|munge|authentication/i.test(
    text,
  );
}
