import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  isPassingError,
  leaveOutTraces,
  type Outlook,
  outlookOf,
  parseQueue,
  parseSubmission,
} from '../../../src/runner/executors/slurm-states.ts';
import { failureOfState, isPassingFailure } from '../../../src/runner/executors/slurm-verdict.ts';

/** The lines of a file that are no remarks. */
function linesOf(name: string): string {
  const text = readFileSync(new URL(`recordings/${name}.txt`, import.meta.url), 'utf8');
  return text.replaceAll(/^#.*\n/gm, '');
}

/** States with what follows from them, each once. */
function outlooks(text: string, requeues = true): Readonly<Record<string, Outlook>> {
  return Object.fromEntries(parseQueue(text).map((entry) => [entry.state, outlookOf(entry, requeues)]));
}

/** The codes of failures by state, of jobs that are over. */
function codes(text: string): Readonly<Record<string, string>> {
  const over = parseQueue(text).filter((entry) => outlookOf(entry, false) === 'over');
  return Object.fromEntries(over.map((entry) => [entry.state, failureOfState(entry, '/output.txt').code]));
}

describe('what a real squeue printed', () => {
  const printed = linesOf('squeue');

  test('is understood line by line, in all its states', () => {
    expect(parseQueue(printed)).toHaveLength(printed.trimEnd().split('\n').length);
    expect(outlooks(printed)).toEqual({
      CANCELLED: 'over',
      COMPLETED: 'over',
      COMPLETING: 'running',
      CONFIGURING: 'waiting',
      DEADLINE: 'over',
      FAILED: 'over',
      NODE_FAIL: 'waiting',
      OUT_OF_MEMORY: 'over',
      PENDING: 'waiting',
      PREEMPTED: 'waiting',
      RESV_DEL_HOLD: 'waiting',
      REVOKED: 'elsewhere',
      RUNNING: 'running',
      SPECIAL_EXIT: 'waiting',
      STAGE_OUT: 'running',
      STOPPED: 'running',
      SUSPENDED: 'running',
      TIMEOUT: 'over',
    });
  });

  test('is over for a job that lost its machine or made way, where SLURM may not begin it again', () => {
    expect(outlooks(printed, false)).toMatchObject({ NODE_FAIL: 'over', PREEMPTED: 'over' });
  });

  test('becomes a failure with a code for every way to end', () => {
    expect(codes(printed)).toEqual({
      CANCELLED: 'PROUIE_JOB_CANCELLED',
      COMPLETED: 'PROUIE_JOB_ENDED',
      DEADLINE: 'PROUIE_TIME_LIMIT',
      FAILED: 'PROUIE_JOB_ENDED',
      NODE_FAIL: 'PROUIE_NODE_FAILED',
      OUT_OF_MEMORY: 'PROUIE_OUT_OF_MEMORY',
      PREEMPTED: 'PROUIE_PREEMPTED',
      TIMEOUT: 'PROUIE_TIME_LIMIT',
    });
  });

  test('has a list of tasks that wait as one entry, and every task that began as one of its own', () => {
    const ids = parseQueue(printed).flatMap(({ id, name }) => (name === 'array' ? [id] : []));
    expect(ids).toContainEqual(expect.stringMatching(/^\d+_\[\d+-\d+%1\]$/));
    expect(ids).toContainEqual(expect.stringMatching(/^\d+_0$/));
  });

  test('has a job of a federation twice, and what the cluster says counts that has it', () => {
    const federated = parseQueue(printed).filter(({ name }) => name === 'federated');
    const [running, trace] = ['RUNNING', 'REVOKED'].map((one) =>
      federated.find(({ state }) => state === one),
    );
    expect(trace?.id).toBe(running?.id);
    expect(leaveOutTraces([trace!, running!])).toEqual([running]);
    expect(leaveOutTraces([trace!])).toEqual([trace]);
  });
});

describe('what a real sacct printed', () => {
  const printed = linesOf('sacct');

  test('is understood line by line, in all its states', () => {
    expect(parseQueue(printed)).toHaveLength(printed.trimEnd().split('\n').length);
    expect(printed).toMatch(/CANCELLED by 0/);
    expect(outlooks(printed, false)).toEqual({
      CANCELLED: 'over',
      COMPLETED: 'over',
      DEADLINE: 'over',
      FAILED: 'over',
      NODE_FAIL: 'over',
      OUT_OF_MEMORY: 'over',
      PENDING: 'waiting',
      PREEMPTED: 'over',
      REQUEUED: 'waiting',
      RESIZING: 'running',
      RUNNING: 'running',
      SUSPENDED: 'running',
      TIMEOUT: 'over',
    });
  });

  test('leaves open how it went on for jobs that SLURM may begin again', () => {
    const again = parseQueue(printed).filter(({ name }) => name === 'cloud-off-requeue');
    expect(again.at(-1)?.state).toBe('NODE_FAIL');
    expect(outlookOf(again.at(-1)!, true)).toBe('waiting');
  });
});

describe('lines written by hand', () => {
  const written = linesOf('by-hand');

  test('are of states that were not seen: nothing follows from one that is unknown', () => {
    expect(parseQueue(written)).toHaveLength(9);
    expect(outlooks(written)).toEqual({
      BOOT_FAIL: 'over',
      LAUNCH_FAILED: 'over',
      PENDING: 'waiting',
      RECONFIG_FAIL: 'over',
      REQUEUE_FED: 'waiting',
      REQUEUE_HOLD: 'waiting',
      SIGNALING: 'running',
      SOMETHING_NEW: 'unknown',
      UNKNOWN: 'unknown',
    });
    const recorded = { ...outlooks(linesOf('squeue')), ...outlooks(linesOf('sacct')) };
    expect(Object.keys(outlooks(written)).filter((state) => state in recorded)).toEqual(['PENDING']);
  });

  test('may have bars in their reasons, and banners before them', () => {
    expect(parseQueue(written).find(({ id }) => id === '36')?.reason).toBe(
      '(ReqNodeNotAvail, UnavailableNodes:n7|n8)',
    );
  });

  test('say of a machine that did not begin that another attempt may go well', () => {
    expect(codes(written)).toEqual({
      BOOT_FAIL: 'PROUIE_NODE_FAILED',
      LAUNCH_FAILED: 'PROUIE_NODE_FAILED',
      RECONFIG_FAIL: 'PROUIE_JOB_ENDED',
    });
  });
});

test('failures of the cluster are worth another attempt, and no others', () => {
  const entries = parseQueue(`${linesOf('squeue')}${linesOf('by-hand')}`);
  const passing = entries.filter((entry) => isPassingFailure(failureOfState(entry, '/output.txt')));
  expect([...new Set(passing.map(({ state }) => state))].sort()).toEqual([
    'BOOT_FAIL',
    'LAUNCH_FAILED',
    'NODE_FAIL',
    'PREEMPTED',
  ]);
});

describe('lines in the format of sbatch', () => {
  test('ends in the id, also behind banners and before the name of the cluster', () => {
    expect(parseSubmission('1234\n')).toBe('1234');
    expect(parseSubmission('Please use the new scratch.\n1234;alpha\n')).toBe('1234');
    expect(parseSubmission('Submitted batch job 1234\n')).toBeUndefined();
    expect(parseSubmission('')).toBeUndefined();
  });

  test('is an error that may pass, or one that stays until something is changed', () => {
    const passing = [
      'sbatch: error: Batch job submission failed: Socket timed out on send/recv operation',
      'sbatch: error: Batch job submission failed: Unable to contact slurm controller (connect failure)',
      "sbatch: error: QOSMaxSubmitJobPerUserLimit\nsbatch: error: Batch job submission failed: Job violates accounting/QOS policy (job submit limit, user's size and/or time limits)",
      'sbatch: error: Slurm temporarily unable to accept job, sleeping and retrying',
    ];
    const staying = [
      'sbatch: error: invalid partition specified: nowhere\nsbatch: error: Batch job submission failed: Invalid partition name specified',
      'sbatch: error: Batch job submission failed: Invalid account or account/partition combination specified',
      'sbatch: error: Batch job submission failed: Requested node configuration is not available',
    ];
    expect(passing.filter((text) => !isPassingError(text))).toEqual([]);
    expect(staying.filter(isPassingError)).toEqual([]);
  });
});
