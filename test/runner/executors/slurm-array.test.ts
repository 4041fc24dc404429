import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readTaskId, writeTaskList } from '../../../src/runner/executors/slurm-array.ts';

const tasks = fc
  .uniqueArray(fc.nat(2000), { minLength: 1, maxLength: 60 })
  .map((list) => list.sort((a, b) => a - b));

describe('an id of a job array', () => {
  test('stands for one task, for several that wait together, or for a job that is none', () => {
    expect(readTaskId('123_4')).toEqual({ job: '123', tasks: [4] });
    expect(readTaskId('123_[0-5%3]')).toEqual({ job: '123', tasks: [0, 1, 2, 3, 4, 5] });
    expect(readTaskId('123_[1,3,7-8]')).toEqual({ job: '123', tasks: [1, 3, 7, 8] });
    expect(readTaskId('123_[0-6:2%1]')).toEqual({ job: '123', tasks: [0, 2, 4, 6] });
    expect(readTaskId('123_[0-1,...]')).toEqual({ job: '123', tasks: [0, 1] });
    expect(readTaskId('123')).toEqual({ job: '123', tasks: undefined });
    expect(readTaskId('123+0')).toEqual({ job: '123+0', tasks: undefined });
  });

  test('gives back the tasks of the list that was submitted, however many run at once', () => {
    fc.assert(
      fc.property(tasks, fc.option(fc.integer({ min: 1, max: 99 }), { nil: undefined }), (list, atOnce) => {
        expect(readTaskId(`17_[${writeTaskList(list, atOnce)}]`)).toEqual({ job: '17', tasks: list });
      }),
    );
  });
});

describe('a list of tasks for sbatch', () => {
  test('joins neighbours to ranges, and says how many may run at once', () => {
    expect(writeTaskList([0, 1, 2, 3])).toBe('0-3');
    expect(writeTaskList([1, 2, 5, 7, 8], 4)).toBe('1-2,5,7-8%4');
    expect(writeTaskList([3])).toBe('3');
  });
});
