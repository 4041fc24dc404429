import { describe, expect, test } from 'vitest';
import { type BadEnd, programFailure } from '../../../src/engines/python/failures.ts';

const FAILED: BadEnd = { program: 'llamafactory-cli', exitCode: 1, killedBy: undefined };

function explain(lines: readonly string[], end: BadEnd = FAILED) {
  return programFailure(end, { file: '/runs/train.log', firstLine: 101, lines });
}

/** What torchrun prints behind the cause, however it is called. */
function torchrunEnd(exitCode: number): readonly string[] {
  return [
    'torch.distributed.elastic.multiprocessing.errors.ChildFailedError: ',
    '============================================================',
    '/envs/a/lib/python3.11/site-packages/llamafactory/launcher.py FAILED',
    'Root Cause (first observed failure):',
    '[0]:',
    '  rank      : 3 (local_rank: 3)',
    `  exitcode  : ${exitCode} (pid: 4711)`,
    '  error_file: <N/A>',
    '============================================================',
    'Traceback (most recent call last):',
    "subprocess.CalledProcessError: Command '['torchrun', '--nnodes', '1']' returned non-zero exit status 1.",
  ];
}

describe('the failure of a program', () => {
  test('is what its last error line says, with the place in the log', () => {
    const failure = explain([
      'loading the rows',
      'Traceback (most recent call last):',
      '  File "/envs/a/parser.py", line 12, in read',
      "ValueError: Some keys are not used by the HfArgumentParser: ['lerning_rate']",
      'FutureWarning: something will change',
    ]);
    expect(failure.code).toBe('PROUIE_TRAINER_FAILED');
    expect(failure.message).toBe(
      "llamafactory-cli ended with exit code 1: ValueError: Some keys are not used by the HfArgumentParser: ['lerning_rate']",
    );
    expect(failure.location).toEqual({ file: '/runs/train.log', line: 104 });
  });

  test.each([
    [
      'GPU memory',
      'PROUIE_TRAINER_MEMORY',
      [
        '[rank2]: torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 1.50 GiB. GPU 2 has a total capacity of 79 GiB',
        ...torchrunEnd(1),
      ],
      103,
    ],
    [
      'memory of vLLM inside EasyR1',
      'PROUIE_TRAINER_MEMORY',
      [
        '(WorkerDict pid=812) CUDA Error: out of memory at /workspace/csrc/cumem_allocator.cpp:62',
        'ray.exceptions.RayTaskError(RuntimeError): ray::WorkerDict.generate()',
      ],
      103,
    ],
    [
      'memory of the machine, by Ray',
      'PROUIE_TRAINER_MEMORY',
      [
        'ray.exceptions.OutOfMemoryError: Task was killed due to the node running low on memory.',
        'Memory on the node was 61.2GB / 64GB',
      ],
      103,
    ],
    [
      'a process that was killed',
      'PROUIE_TRAINER_KILLED',
      ['Saving model checkpoint to out/checkpoint-40', ...torchrunEnd(-9)],
      110,
    ],
    [
      'NCCL waiting too long',
      'PROUIE_TRAINER_NCCL',
      [
        '[rank1]:[E1122 ProcessGroupNCCL.cpp:632] [Rank 1] Watchdog caught collective operation timeout: WorkNCCL(SeqNum=88, OpType=ALLREDUCE)',
        ...torchrunEnd(-6),
      ],
      103,
    ],
    ['an abort', 'PROUIE_TRAINER_NCCL', ['step 12', ...torchrunEnd(-6)], 110],
    [
      'a full disk',
      'PROUIE_TRAINER_DISK',
      [
        'Traceback (most recent call last):',
        'OSError: [Errno 28] No space left on device',
        'RuntimeError: [enforce fail at inline_container.cc:626] . unexpected pos 128 vs 22',
      ],
      104,
    ],
    [
      'a package that is missing',
      'PROUIE_TRAINER_PACKAGE',
      ['Traceback (most recent call last):', "ModuleNotFoundError: No module named 'deepspeed'"],
      104,
    ],
    [
      'rows that cannot be read',
      'PROUIE_TRAINER_DATA',
      ['Traceback (most recent call last):', 'ValueError: Undefined dataset cm1 in dataset_info.json.'],
      104,
    ],
    [
      'too few GPUs for Ray',
      'PROUIE_TRAINER_FAILED',
      ['ValueError: Total available GPUs 4 is less than total desired GPUs 8.'],
      103,
    ],
  ])('is recognised: %s', (_what, code, lines, line) => {
    const failure = explain(['begin', 'UserWarning: no matter', ...lines]);
    expect([failure.code, failure.location?.line]).toEqual([code, line]);
    expect(failure.hint).toMatch(/\w+.*\.$/);
  });

  test('is no package that a program did without before it failed of something else', () => {
    const failure = explain([
      "ImportError: cannot import name 'flash_attn'",
      'falling back to sdpa',
      'OSError: Failed to load tokenizer.',
    ]);
    expect(failure.code).toBe('PROUIE_TRAINER_FAILED');
    expect(failure.message).toContain('Failed to load tokenizer');
  });

  test('is the signal where one ended it, whatever it last said', () => {
    const killed = explain(['ValueError: caught and passed over', 'step 3'], {
      ...FAILED,
      exitCode: undefined,
      killedBy: 'SIGKILL',
    });
    expect([killed.code, killed.location?.line]).toEqual(['PROUIE_TRAINER_KILLED', 102]);
    expect(explain(['step 3'], { ...FAILED, exitCode: 137 }).code).toBe('PROUIE_TRAINER_KILLED');
    expect(explain(['step 3'], { ...FAILED, exitCode: 143 }).message).toContain('from outside');
  });

  test('is told without a line where the program said nothing', () => {
    const failure = explain([]);
    expect(failure.message).toBe('llamafactory-cli ended with exit code 1 and said nothing.');
    expect(failure.location).toEqual({ file: '/runs/train.log' });
  });

  test('sees through colours and the names of actors', () => {
    const failure = explain([
      '\u001b[36m(Runner pid=99, ip=10.0.0.1)\u001b[0m KeyError: \u001b[1mreward\u001b[0m',
    ]);
    expect(failure.message).toContain('exit code 1: KeyError: reward');
  });
});
