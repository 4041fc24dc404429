import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { takeJoin } from '../../../src/runner/attempt/attempt-shards.ts';
import { makeShardFolders, markDone } from '../../../src/runner/attempt/shards.ts';
import { type ClusterJob, clusterJob } from '../../../src/runner/executors/cluster-job.ts';
import { failureOfShards } from '../../../src/runner/executors/slurm-shard-verdict.ts';
import { parseQueue } from '../../../src/runner/executors/slurm-states.ts';
import { isPassingFailure } from '../../../src/runner/executors/slurm-verdict.ts';
import { temporaryFolder } from '../../end-to-end/temporary-folder.ts';

const OTHERWISE = { code: 'PROUIE_JOB_LOST', message: 'Nobody knows.' };

/** An array of three shards that is over: `done` of them are done, and tasks ended as the lines say. */
function overArray(
  done: readonly number[],
  ...lines: readonly string[]
): { job: ClusterJob; folder: string } {
  const store = temporaryFolder();
  const work = { store, key: 'ab12', shards: 3 };
  const folder = join(store, 'work', work.key, '1');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'attempt.json'), JSON.stringify({ ...work, pid: 1, host: 'n1', run: 'r' }));
  for (const index of done) {
    makeShardFolders(work, index, folder);
    markDone(work, index);
  }
  const job = clusterJob({ name: 'prouie-a', folder: temporaryFolder(), shards: [0, 1, 2] }, []);
  for (const entry of parseQueue(lines.join('\n'))) job.endedTasks.set(Number(entry.id.split('_')[1]), entry);
  return { job, folder };
}

describe('the failure of a node whose job array is over', () => {
  test('is that of the shard that is missing, and not of a task that ended after its shard was done', () => {
    const { job, folder } = overArray([0, 2], '17_0|FAILED|a|None', '17_1|OUT_OF_MEMORY|a|None');
    expect(failureOfShards(job, folder, OTHERWISE)).toMatchObject({
      code: 'PROUIE_OUT_OF_MEMORY',
      hint: expect.stringContaining(join(job.folder, 'output-17_1.txt')),
    });
  });

  test('is one that another attempt would meet again, before one that may pass', () => {
    const { job, folder } = overArray([], '17_0|NODE_FAIL|a|None', '17_1|TIMEOUT|a|None');
    mkdirSync(join(folder, 'shard-2'), { recursive: true });
    const own = { code: 'PROUIE_STEP', message: 'Shard 2 (of 0 to 2): No such row.' };
    expect(failureOfShards(job, folder, OTHERWISE).code).toBe('PROUIE_TIME_LIMIT');
    writeFileSync(join(folder, 'shard-2', 'exit.json'), JSON.stringify({ ok: false, failure: own }));
    expect(failureOfShards(job, folder, OTHERWISE)).toEqual(own);
  });

  test('is that of the task which went on, where all shards are done', () => {
    const { job, folder } = overArray([0, 1, 2], '17_0|COMPLETED|a|None', '17_1|NODE_FAIL|a|None');
    takeJoin(folder, '17_1');
    expect(failureOfShards(job, folder, OTHERWISE).code).toBe('PROUIE_NODE_FAILED');
  });

  test('may pass where all shards are done and nobody went on', () => {
    const { job, folder } = overArray([0, 1, 2], '17_0|COMPLETED|a|None');
    const failure = failureOfShards(job, folder, OTHERWISE);
    expect(failure.code).toBe('PROUIE_SHARDS_LEFT');
    expect(isPassingFailure(failure)).toBe(true);
  });

  test('is what is known of the job where nothing is known of its tasks', () => {
    const { job, folder } = overArray([0]);
    expect(failureOfShards(job, folder, OTHERWISE)).toBe(OTHERWISE);
    expect(failureOfShards(job, temporaryFolder(), OTHERWISE)).toBe(OTHERWISE);
  });
});
