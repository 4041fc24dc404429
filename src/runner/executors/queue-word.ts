import { readExit } from '../attempt/attempt.ts';
import { shardWorkFolder } from '../attempt/attempt-shards.ts';
import type { ClusterJob } from './cluster-job.ts';
import { readTaskId } from './slurm-array.ts';
import { readStart } from './slurm-job.ts';
import { outlookOf, type QueueEntry } from './slurm-states.ts';

/** What the queue, or accounting, says of one job. */
export interface QueueWord {
  /** The entry that tells how the job stands; undefined where nothing does. */
  readonly entry: QueueEntry | undefined;
  /** Ids of jobs that have the same name and are not needed. */
  readonly spare: readonly string[];
}

export interface Asked {
  /** Whether jobs that lost their node or were preempted begin again. */
  readonly requeues: boolean;
  /** Whether the answer may be older than what is known, as that of accounting. */
  readonly isLate: boolean;
}

export function entriesByName(entries: readonly QueueEntry[]): ReadonlyMap<string, readonly QueueEntry[]> {
  const byName = new Map<string, QueueEntry[]>();
  for (const entry of entries) {
    const own = byName.get(entry.name) ?? [];
    own.push(entry);
    byName.set(entry.name, own);
  }
  return byName;
}

/** @param entries those of the job's name */
export function wordOf(job: ClusterJob, entries: readonly QueueEntry[], asked: Asked): QueueWord {
  return job.shards === undefined
    ? chooseEntry(entries, readStart(job.folder), job.id, asked.requeues)
    : wordOfTasks(job, job.shards, entries, asked);
}

/**
 * Of jobs with one name, the one that has begun, or else one that will. Once one has begun, the others are not needed;
 * until then none is spare, as the one that is cancelled could begin at that moment.
 */
function chooseEntry(
  entries: readonly QueueEntry[],
  started: string | undefined,
  known: string | undefined,
  requeues: boolean,
): QueueWord {
  if (entries.length < 2) return { entry: entries[0], spare: [] };
  const living = entries.filter((entry) => ['waiting', 'running'].includes(outlookOf(entry, requeues)));
  const entry =
    entries.find(({ id }) => id === started) ??
    living.find(({ id }) => id === known) ??
    living[0] ??
    entries.at(-1);
  return {
    entry,
    spare: started === undefined ? [] : living.flatMap(({ id }) => (id === started ? [] : [id])),
  };
}

/**
 * An array is at work while one of its tasks is. The ends of tasks are kept, as they are forgotten one by one; it is over
 * when the end of each is known from there, or from what the task left.
 */
function wordOfTasks(
  job: ClusterJob,
  tasks: readonly number[],
  entries: readonly QueueEntry[],
  { requeues, isLate }: Asked,
): QueueWord {
  const byTask = entriesByTask(entries);
  const spare: string[] = [];
  let living: QueueEntry | undefined;
  for (const task of tasks) {
    const known = job.id === undefined ? undefined : `${job.id}_${task}`;
    const word = chooseEntry(byTask.get(task) ?? [], readStart(job.folder, task), known, requeues);
    spare.push(...word.spare);
    if (word.entry === undefined) continue;
    if (outlookOf(word.entry, requeues) === 'over') job.endedTasks.set(task, word.entry);
    else if (isLate && job.endedTasks.has(task)) continue;
    else {
      job.endedTasks.delete(task);
      living ??= word.entry;
    }
  }
  if (living !== undefined) return { entry: living, spare };
  const [folder = ''] = job.open.keys();
  const isOver = tasks.every(
    (task) => job.endedTasks.has(task) || readExit(shardWorkFolder(folder, task)) !== undefined,
  );
  const [last] = job.endedTasks.values();
  return { entry: isOver ? last : undefined, spare };
}

/** The entries of each task, with the id that it has alone. */
function entriesByTask(entries: readonly QueueEntry[]): ReadonlyMap<number, readonly QueueEntry[]> {
  const byTask = new Map<number, QueueEntry[]>();
  for (const entry of entries) {
    const { job, tasks = [] } = readTaskId(entry.id);
    for (const task of tasks) {
      const own = byTask.get(task) ?? [];
      own.push({ ...entry, id: `${job}_${task}` });
      byTask.set(task, own);
    }
  }
  return byTask;
}
