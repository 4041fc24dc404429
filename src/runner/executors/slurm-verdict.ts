import type { Failure } from '../attempt/attempt.ts';
import type { QueueEntry } from './slurm-states.ts';

/** Ends of a job that say nothing of its node: another attempt may go well. */
const PASSING: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'PROUIE_NODE_FAILED',
  'PROUIE_PREEMPTED',
  'PROUIE_SHARDS_LEFT',
]);

export function isPassingFailure({ code }: Failure): boolean {
  return PASSING.has(code);
}

/** Whether a job ended as a whole, with all nodes in it. */
export function isOfJob({ code }: Failure): boolean {
  return code === 'PROUIE_JOB_ENDED' || code === 'PROUIE_JOB_LOST' || code === 'PROUIE_OUT_OF_MEMORY';
}

const SEE_OUTPUT = (output: string): string => `What it printed last is in ${output}.`;

/** The failure of an attempt whose job is over and left no exit record, from the scheduler's word. */
export function failureOfState(entry: QueueEntry, output: string): Failure {
  const job = `SLURM job ${entry.id}`;
  const says = entry.reason === '' || entry.reason === 'None' ? '' : ` (${entry.reason})`;
  switch (entry.state) {
    case 'CANCELLED':
      return {
        code: 'PROUIE_JOB_CANCELLED',
        message: `${job} was cancelled${says}.`,
        hint: 'Somebody called scancel, or a limit of the cluster did. The next run submits the node again.',
      };
    case 'DEADLINE':
      return {
        code: 'PROUIE_TIME_LIMIT',
        message: `${job} reached its deadline, or could not have ended before it.`,
        hint: 'Choose a later `--deadline` in `executor.options`, or lower `resources.time` of the node.',
      };
    case 'TIMEOUT':
      return {
        code: 'PROUIE_TIME_LIMIT',
        message: `${job} reached its time limit and was stopped.`,
        hint: 'Raise `resources.time` of the node, or `executor.warning` if it had too little time to save its work.',
      };
    case 'OUT_OF_MEMORY':
      return {
        code: 'PROUIE_OUT_OF_MEMORY',
        message: `${job} used more memory than it asked for, and was stopped.`,
        hint: `Raise \`resources.memory\` of the node. ${SEE_OUTPUT(output)}`,
      };
    case 'NODE_FAIL':
    case 'BOOT_FAIL':
    case 'LAUNCH_FAILED':
      return {
        code: 'PROUIE_NODE_FAILED',
        message: `The machine of ${job} failed: ${entry.state}${says}.`,
        hint: 'Run again; leave a bad machine out with `executor.options: [--exclude=NAME]`.',
      };
    case 'PREEMPTED':
      return {
        code: 'PROUIE_PREEMPTED',
        message: `${job} had to make way for another.`,
        hint: 'Run again, or choose another partition or qos.',
      };
    default:
      return {
        code: 'PROUIE_JOB_ENDED',
        message: `${job} is over (${entry.state}${says}), but left no exit record.`,
        hint: `Its script may have failed before the node began, or it was killed. ${SEE_OUTPUT(output)}`,
      };
  }
}

/** The failure of an attempt whose job neither queue nor accounting knows any more. */
export function failureOfLostJob(name: string, id: string | undefined, output: string): Failure {
  return {
    code: 'PROUIE_JOB_LOST',
    message: `SLURM knows no job named ${name}${id === undefined ? '' : ` (${id})`} any more, and it left no exit record.`,
    hint: `It was killed, or its files do not reach this machine. ${SEE_OUTPUT(output)}`,
  };
}

/** The failure of an attempt that says it is done while its outputs do not appear. */
export function failureOfLateOutputs(missing: string, seconds: number): Failure {
  return {
    code: 'PROUIE_OUTPUT_LATE',
    message: `The node ended well, but ${seconds} s later its outputs had not appeared here.`,
    hint: 'The file system shows files of other machines late: raise `executor.patience`, or see whether both have the same store.',
    location: { file: missing },
  };
}
