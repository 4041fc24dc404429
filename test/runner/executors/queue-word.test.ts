import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type ClusterJob, clusterJob } from '../../../src/runner/executors/cluster-job.ts';
import { type Asked, wordOf } from '../../../src/runner/executors/queue-word.ts';
import { parseQueue } from '../../../src/runner/executors/slurm-states.ts';
import { temporaryFolder } from '../../end-to-end/temporary-folder.ts';

const QUEUE: Asked = { requeues: true, isLate: false };
const ACCOUNTING: Asked = { requeues: false, isLate: true };

/** An array of three tasks, submitted as 17, in folders of its own. */
function openArray(): ClusterJob {
  const attempt = temporaryFolder();
  const open = { folder: attempt, end: () => undefined, fail: () => undefined };
  const job = clusterJob({ name: 'prouie-a', folder: temporaryFolder(), shards: [0, 1, 2] }, [open]);
  job.id = '17';
  return job;
}

function entryOf(job: ClusterJob, lines: string, asked = QUEUE): string | undefined {
  const { entry } = wordOf(job, parseQueue(lines), asked);
  return entry === undefined ? undefined : `${entry.id} ${entry.state}`;
}

describe('what the queue says of a job array', () => {
  test('is that it is at work while one task is, listed alone or with others', () => {
    expect(entryOf(openArray(), '17_0|FAILED|prouie-a|None\n17_[1-2%1]|PENDING|prouie-a|None')).toBe(
      '17_1 PENDING',
    );
    expect(entryOf(openArray(), '17_0|COMPLETED|prouie-a|None\n17_2|RUNNING|prouie-a|None')).toBe(
      '17_2 RUNNING',
    );
  });

  test('is that it is over when all tasks are, although the queue forgot the first of them', () => {
    const job = openArray();
    entryOf(job, '17_0|OUT_OF_MEMORY|prouie-a|None\n17_1|RUNNING|prouie-a|None\n17_2|RUNNING|prouie-a|None');
    expect(entryOf(job, '17_1|COMPLETED|prouie-a|None\n17_2|COMPLETED|prouie-a|None')).toBe(
      '17_0 OUT_OF_MEMORY',
    );
    expect([...job.endedTasks.keys()].sort()).toEqual([0, 1, 2]);
    expect(entryOf(job, '')).toBe('17_0 OUT_OF_MEMORY');
  });

  test('is nothing where the end of one task is known from nowhere', () => {
    const job = openArray();
    expect(entryOf(job, '17_1|COMPLETED|prouie-a|None\n17_2|COMPLETED|prouie-a|None')).toBeUndefined();
    const [attempt] = job.open.keys();
    mkdirSync(join(attempt!, 'shard-0'));
    writeFileSync(join(attempt!, 'shard-0', 'exit.json'), '{"ok":true}');
    expect(entryOf(job, '')).toBe('17_1 COMPLETED');
  });

  test('is corrected when a task begins again, but not by accounting that lags behind', () => {
    const job = openArray();
    const over = [0, 1, 2].map((task) => `17_${task}|FAILED|prouie-a|None`).join('\n');
    expect(entryOf(job, over)).toBe('17_0 FAILED');
    expect(entryOf(job, '17_0|RUNNING|prouie-a|0:0', ACCOUNTING)).toBe('17_0 FAILED');
    expect(entryOf(job, '17_0|RUNNING|prouie-a|None')).toBe('17_0 RUNNING');
  });

  test('names the tasks of a second array of the same name that are not needed, once the other has begun', () => {
    const job = openArray();
    symlinkSync('18_1', join(job.folder, 'start-1'));
    const lines = [17, 18].flatMap((id) => [0, 1, 2].map((task) => `${id}_${task}|RUNNING|prouie-a|None`));
    expect(wordOf(job, parseQueue(lines.join('\n')), QUEUE).spare).toEqual(['17_1']);
    symlinkSync('17_0', join(job.folder, 'start-0'));
    expect(wordOf(job, parseQueue(lines.join('\n')), QUEUE).spare).toEqual(['18_0', '17_1']);
  });
});

describe('what the queue says of two jobs of one name', () => {
  const lines = ['17|PENDING|prouie-b|None', '18|RUNNING|prouie-b|None'].join('\n');

  test('takes none for spare before one is known to have begun: the one that is cancelled could be it', () => {
    const job = clusterJob({ name: 'prouie-b', folder: temporaryFolder(), shards: undefined }, []);
    job.id = '17';
    expect(wordOf(job, parseQueue(lines), QUEUE)).toMatchObject({ entry: { id: '17' }, spare: [] });
    symlinkSync('18', join(job.folder, 'start'));
    expect(wordOf(job, parseQueue(lines), QUEUE)).toMatchObject({ entry: { id: '18' }, spare: ['17'] });
  });
});
