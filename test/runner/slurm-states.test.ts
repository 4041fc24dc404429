import { describe, expect, test } from 'vitest';
import {
  isPassingError,
  outlookOf,
  parseQueue,
  parseSubmission,
} from '../../src/runner/executors/slurm-states.ts';
import { failureOfState, isPassingFailure } from '../../src/runner/executors/slurm-verdict.ts';

/**
 * Lines written by hand in the formats of squeue, sacct and sbatch, for states that a cluster of one machine without
 * cgroups cannot be brought to show. They were not recorded on a cluster; names of jobs and machines are made up.
 */
const SQUEUE = `slurm_load_jobs: Warning: the controller is busy
17|PENDING|prouie-a|Priority
18|CONFIGURING|prouie-b|None
19|COMPLETING|prouie-c|None
20|SUSPENDED|prouie-d|None
21|REQUEUE_HOLD|prouie-e|job requeued in held state
22|SPECIAL_EXIT|prouie-f|None
23|STAGE_OUT|prouie-g|None
24|STOPPED|prouie-h|None
25|RESIZING|prouie-i|None
26|SIGNALING|prouie-j|None
27_[0-5%3]|PENDING|prouie-k|JobArrayTaskLimit
28_1|RUNNING|prouie-k|None
29|PENDING|prouie-l|(ReqNodeNotAvail, UnavailableNodes:n7|n8)
30|OUT_OF_MEMORY|prouie-m|OutOfMemory
`;
const SACCT = `31|CANCELLED by 1000|prouie-n|0:0
32|OUT_OF_MEMORY|prouie-o|0:125
33|NODE_FAIL|prouie-p|0:0
34|BOOT_FAIL|prouie-q|0:0
35|DEADLINE|prouie-r|0:0
36|TIMEOUT|prouie-s|0:15
37|REVOKED|prouie-t|0:0
38|PREEMPTED|prouie-u|0:0
39|COMPLETED|prouie-v|0:0
40|UNKNOWN|prouie-w|0:0
41||prouie-x|0:0
42|SOMETHING_NEW+|prouie-y|0:0
`;

const outlooks = (text: string, requeues = true) =>
  Object.fromEntries(
    parseQueue(text).map((entry) => [`${entry.id} ${entry.state}`, outlookOf(entry, requeues)]),
  );

describe('lines in the format of squeue', () => {
  test('is read line by line, with tasks of arrays and bars in reasons, and without banners', () => {
    const entries = parseQueue(SQUEUE);
    expect(entries).toHaveLength(14);
    expect(entries[12]).toEqual({
      id: '29',
      state: 'PENDING',
      name: 'prouie-l',
      reason: '(ReqNodeNotAvail, UnavailableNodes:n7|n8)',
    });
  });

  test('says of every state whether the job waits, runs or is over', () => {
    expect(outlooks(SQUEUE)).toEqual({
      '17 PENDING': 'waiting',
      '18 CONFIGURING': 'waiting',
      '19 COMPLETING': 'running',
      '20 SUSPENDED': 'running',
      '21 REQUEUE_HOLD': 'waiting',
      '22 SPECIAL_EXIT': 'waiting',
      '23 STAGE_OUT': 'running',
      '24 STOPPED': 'running',
      '25 RESIZING': 'running',
      '26 SIGNALING': 'running',
      '27_[0-5%3] PENDING': 'waiting',
      '28_1 RUNNING': 'running',
      '29 PENDING': 'waiting',
      '30 OUT_OF_MEMORY': 'over',
    });
  });
});

describe('lines in the format of sacct', () => {
  test('is over in every terminal state, and nothing follows from a state that is unknown', () => {
    expect(outlooks(SACCT, false)).toEqual({
      '31 CANCELLED': 'over',
      '32 OUT_OF_MEMORY': 'over',
      '33 NODE_FAIL': 'over',
      '34 BOOT_FAIL': 'over',
      '35 DEADLINE': 'over',
      '36 TIMEOUT': 'over',
      '37 REVOKED': 'elsewhere',
      '38 PREEMPTED': 'over',
      '39 COMPLETED': 'over',
      '40 UNKNOWN': 'unknown',
      '42 SOMETHING_NEW': 'unknown',
    });
  });

  test('leaves jobs waiting that lost their machine or made way, where SLURM begins them again', () => {
    expect(outlooks('33|NODE_FAIL|a|0:0\n38|PREEMPTED|b|0:0\n')).toEqual({
      '33 NODE_FAIL': 'waiting',
      '38 PREEMPTED': 'waiting',
    });
  });

  test('becomes a failure with a code of its own, and those of the cluster are worth another attempt', () => {
    const failures = parseQueue(SACCT)
      .filter((entry) => outlookOf(entry, false) === 'over')
      .map((entry) => [entry.state, failureOfState(entry, '/output.txt')] as const);
    expect(Object.fromEntries(failures.map(([state, { code }]) => [state, code]))).toEqual({
      CANCELLED: 'PROUIE_JOB_CANCELLED',
      OUT_OF_MEMORY: 'PROUIE_OUT_OF_MEMORY',
      NODE_FAIL: 'PROUIE_NODE_FAILED',
      BOOT_FAIL: 'PROUIE_NODE_FAILED',
      DEADLINE: 'PROUIE_TIME_LIMIT',
      TIMEOUT: 'PROUIE_TIME_LIMIT',
      PREEMPTED: 'PROUIE_PREEMPTED',
      COMPLETED: 'PROUIE_JOB_ENDED',
    });
    expect(failures.flatMap(([state, failure]) => (isPassingFailure(failure) ? [state] : []))).toEqual([
      'NODE_FAIL',
      'BOOT_FAIL',
      'PREEMPTED',
    ]);
  });
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
