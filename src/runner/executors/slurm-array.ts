/** The tasks of a job array that an id stands for. */
export interface TaskId {
  /** The id of the job as a whole: what `sbatch` printed, and `scancel` takes for all tasks. */
  readonly job: string;
  /** Undefined for a job that is no array. */
  readonly tasks: readonly number[] | undefined;
}

/**
 * Takes an id of squeue or sacct apart: `17`, `17_4`, or `17_[0-5,8%3]` for tasks that wait together. What SLURM leaves
 * out of a long list (`17_[0-5,...]`) is not known here either.
 */
export function readTaskId(id: string): TaskId {
  const [, job, list] = /^(\d+)_\[?([^\]%]*)/.exec(id) ?? [];
  if (job === undefined || list === undefined) return { job: id, tasks: undefined };
  return { job, tasks: list.split(',').flatMap(readRange) };
}

/** `4`, `0-5`, or `0-8:2`. */
function readRange(range: string): number[] {
  const [, first, last = first, step = '1'] = /^(\d+)(?:-(\d+))?(?::(\d+))?$/.exec(range) ?? [];
  if (first === undefined) return [];
  const tasks: number[] = [];
  for (let task = Number(first); task <= Number(last); task += Math.max(1, Number(step))) tasks.push(task);
  return tasks;
}

/**
 * A list of tasks for `sbatch --array`, such as `0-3,7%2`.
 *
 * @param tasks numbers in rising order
 * @param atOnce how many of them may run at once
 */
export function writeTaskList(tasks: readonly number[], atOnce?: number): string {
  const ranges: [first: number, last: number][] = [];
  for (const task of tasks) {
    const range = ranges.at(-1);
    if (range !== undefined && range[1] === task - 1) range[1] = task;
    else ranges.push([task, task]);
  }
  const list = ranges.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(',');
  return atOnce === undefined ? list : `${list}%${atOnce}`;
}
