import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Failure } from '../../src/runner/attempt/attempt.ts';
import { storePaths } from '../../src/store/paths.ts';
import type { Visitor } from '../end-to-end/gate.ts';
import { asRun, type Run } from '../end-to-end/prouie.ts';
import { readState } from '../end-to-end/store-files.ts';
import {
  beginAgain,
  type Cluster,
  hasAccounting,
  hasSlurm,
  jobsOf,
  needsSlurm,
  onlyJob,
  openWorkplace,
  queue,
  replaceProgram,
  startCluster,
  until,
  type Workplace,
} from './workplace.ts';

const SHARDS = [0, 1, 2, 3];
const NODES = { predict: { rows: 10, resources: { shards: 4, gpu: 2 } } };
const STEERED = { predict: { ...NODES.predict, steerEnd: true } };

function failureOf({ events }: Run): Failure | undefined {
  return events.flatMap((event) => (event.type === 'fail' ? [event.failure] : []))[0];
}

async function arrivals({ gate }: Workplace, shards: readonly number[] = SHARDS): Promise<Visitor[]> {
  return Promise.all(shards.map((index) => gate.arrival(`predict/${index}`)));
}

function countsOf({ gate }: Workplace): number[] {
  return SHARDS.map((index) => gate.count(`predict/${index}`));
}

/** The tasks of a job by their numbers, as the cluster has them one by one. */
async function tasksOf(cluster: Cluster, name: string): Promise<ReadonlyMap<string, string>> {
  const printed = await cluster.call(
    'squeue',
    '--noheader',
    '--array',
    '--states=all',
    `--name=${name}`,
    '--format=%i|%T',
  );
  return new Map(
    printed.split('\n').flatMap((line) => (line === '' ? [] : [line.split('|') as [string, string]])),
  );
}

async function taskId(cluster: Cluster, name: string, index: number): Promise<string> {
  return until(async () => [...(await tasksOf(cluster, name)).keys()].find((id) => id.endsWith(`_${index}`)));
}

function madeIn({ store }: Workplace): string {
  const { digest } = readState(store, 'nodes', 'cluster').nodes[0]!.outputs['made']!;
  return readFileSync(storePaths.blob(store, digest), 'utf8');
}

describe.skipIf(!hasSlurm)(`a node whose work is split, on a cluster${needsSlurm}`, () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster();
  });

  test('becomes one job array, each task with what the node asks for, and the same result as on one machine', async () => {
    const place = await openWorkplace(cluster, NODES);
    const started = place.run();
    const visitors = await arrivals(place);
    const { name, folder, script } = onlyJob(place.store);
    expect(script).toMatch(/^#SBATCH --array=0-3$/m);
    const tasks = await tasksOf(cluster, name);
    expect([...tasks.values()]).toEqual(['RUNNING', 'RUNNING', 'RUNNING', 'RUNNING']);
    expect(await cluster.call('scontrol', 'show', 'job', [...tasks.keys()][0]!)).toMatch(/gres\/gpu=2|gpu:2/);
    for (const visitor of visitors) visitor.order({ do: 'finish' });
    expect(asRun(await started.ended).made).toEqual(['predict']);
    expect(readdirSync(folder).filter((file) => file.startsWith('output-'))).toHaveLength(4);
    const here = await openWorkplace(cluster, { predict: { rows: 10 } }, ['executor={kind: pool}']);
    const alone = here.run();
    (await here.gate.arrival('predict/0')).order({ do: 'finish' });
    await alone.ended;
    expect(madeIn(place)).toBe(madeIn(here));
  });

  test('with one task killed keeps the other shards: the next attempt does that one alone', async () => {
    const place = await openWorkplace(cluster, NODES, ['executor.patience=1']);
    const started = place.run();
    const [first, second, third, last] = await arrivals(place);
    second!.order({ do: 'die', by: 'SIGKILL' });
    await second!.gone;
    for (const visitor of [first!, third!, last!]) visitor.order({ do: 'finish' });
    const failure = failureOf(asRun(await started.ended));
    expect(failure).toMatchObject({
      code: 'PROUIE_JOB_ENDED',
      message: expect.stringMatching(/SLURM job \d+_1 is over \(FAILED/),
      hint: expect.stringMatching(/output-\d+_1\.txt/),
    });
    const [before] = jobsOf(place.store);
    const next = place.run();
    (await place.gate.arrival('predict/1')).order({ do: 'finish' });
    expect(asRun(await next.ended).made).toEqual(['predict']);
    expect(countsOf(place)).toEqual([1, 2, 1, 1]);
    const after = jobsOf(place.store).find((name) => name !== before)!;
    expect(readFileSync(join(place.store, 'jobs', after, 'job.sh'), 'utf8')).toMatch(/--array=1$/m);
  });

  test('fails with the words of the shard that failed, once the others have ended', async () => {
    const place = await openWorkplace(cluster, NODES);
    const started = place.run();
    const [first, ...others] = await arrivals(place);
    first!.order({ do: 'throw', message: 'No such row.' });
    await first!.gone;
    for (const visitor of others) visitor.order({ do: 'finish' });
    expect(failureOf(asRun(await started.ended))).toMatchObject({
      code: 'PROUIE_STEP',
      message: 'Shard 0 (of 0 to 3): No such row.',
    });
  });

  test('of which one task makes way for another job is tried again, that shard alone', async () => {
    const place = await openWorkplace(cluster, NODES, ['executor.patience=1', 'executor.requeue=false']);
    const started = place.run();
    const visitors = await arrivals(place);
    const urgent = await cluster.call(
      'sbatch',
      '--parsable',
      '--partition=urgent',
      '--gpus=2',
      '--output=/dev/null',
      '--wrap=sleep 600',
    );
    const evicted = await Promise.race(visitors.map(async (visitor) => visitor.gone.then(() => visitor)));
    await until(async () => (await queue(cluster)).find((job) => job.id === urgent)?.state === 'RUNNING');
    for (const visitor of visitors) if (visitor !== evicted) visitor.order({ do: 'finish' });
    const retry = await started.event((event) => event.type === 'retry');
    expect(retry).toMatchObject({ failure: { code: 'PROUIE_PREEMPTED' } });
    await cluster.call('scancel', urgent);
    (await place.gate.arrival(evicted.name)).order({ do: 'finish' });
    expect(asRun(await started.ended).made).toEqual(['predict']);
    expect(countsOf(place).reduce((sum, count) => sum + count, 0)).toBe(5);
  });

  test('of which one task is put back into the queue goes on when that begins again, in the same attempt', async () => {
    const place = await openWorkplace(cluster, NODES);
    const started = place.run();
    const [first, ...others] = await arrivals(place);
    const { name } = onlyJob(place.store);
    const id = await taskId(cluster, name, 0);
    await cluster.call('scontrol', 'requeue', id);
    await first!.gone;
    for (const visitor of others) visitor.order({ do: 'finish' });
    await beginAgain(cluster, id);
    (await place.gate.arrival('predict/0')).order({ do: 'finish' });
    const ran = asRun(await started.ended);
    expect(ran.made).toEqual(['predict']);
    expect(ran.events.filter(({ type }) => type === 'start')).toHaveLength(1);
    expect(countsOf(place)).toEqual([2, 1, 1, 1]);
  });

  test('is looked after by the next run when its controller is killed in the middle', async () => {
    const place = await openWorkplace(cluster, NODES);
    const first = place.run();
    const visitors = await arrivals(place);
    for (const visitor of visitors.slice(0, 2)) visitor.order({ do: 'finish' });
    await Promise.all(visitors.slice(0, 2).map(({ gone }) => gone));
    first.kill('SIGKILL');
    await first.ended;
    const next = place.run();
    await next.event((event) => event.type === 'start');
    for (const visitor of visitors.slice(2)) visitor.order({ do: 'finish' });
    const ran = asRun(await next.ended);
    expect(ran.made).toEqual(['predict']);
    expect(jobsOf(place.store)).toHaveLength(1);
    expect(countsOf(place)).toEqual([1, 1, 1, 1]);
  });

  test('whose last task dies while it makes the outputs is left with those to make, in a job that is no array', async () => {
    const place = await openWorkplace(cluster, STEERED, ['executor.patience=1']);
    const started = place.run();
    for (const visitor of await arrivals(place)) visitor.order({ do: 'finish' });
    (await place.gate.arrival('predict/end')).order({ do: 'die', by: 'SIGKILL' });
    expect(failureOf(asRun(await started.ended))).toMatchObject({ code: 'PROUIE_JOB_ENDED' });
    const [before] = jobsOf(place.store);
    const next = place.run();
    (await place.gate.arrival('predict/end')).order({ do: 'finish' });
    expect(asRun(await next.ended).made).toEqual(['predict']);
    expect(countsOf(place)).toEqual([1, 1, 1, 1]);
    const after = jobsOf(place.store).find((name) => name !== before)!;
    expect(readFileSync(join(place.store, 'jobs', after, 'job.sh'), 'utf8')).not.toMatch(/--array/);
  });

  test('that is submitted twice does every shard once', async () => {
    const { PATH } = replaceProgram('sbatch', '"$REAL" "$@" && "$REAL" "$@"');
    const place = await openWorkplace(
      cluster,
      { predict: { rows: 10, resources: { shards: 4, cpu: 1 } } },
      [],
      {
        env: { PATH },
      },
    );
    const started = place.run();
    const visitors = await arrivals(place);
    const { name } = onlyJob(place.store);
    await until(
      async () =>
        [...(await tasksOf(cluster, name)).values()].filter((state) => state !== 'RUNNING').length === 4,
    );
    for (const visitor of visitors) visitor.order({ do: 'finish' });
    expect(asRun(await started.ended).made).toEqual(['predict']);
    expect(countsOf(place)).toEqual([1, 1, 1, 1]);
  });

  test('is cancelled as a whole by the second Ctrl-C, and keeps the shards that are done', async () => {
    const place = await openWorkplace(cluster, NODES);
    const first = place.run();
    const [done, ...others] = await arrivals(place);
    const { name, folder } = onlyJob(place.store);
    await until(() => existsSync(join(folder, 'submitted.json')));
    done!.order({ do: 'finish' });
    await done!.gone;
    first.kill('SIGINT');
    await first.event((event) => event.type === 'interrupt');
    first.kill('SIGINT');
    expect(asRun(await first.ended).code).toBe(130);
    await Promise.all(others.map(({ gone }) => gone));
    await until(
      async () =>
        [...(await tasksOf(cluster, name)).values()].filter((state) => state === 'CANCELLED').length === 3,
    );
    const next = place.run();
    for (const visitor of await arrivals(place, [1, 2, 3])) visitor.order({ do: 'finish' });
    expect(asRun(await next.ended).made).toEqual(['predict']);
    expect(countsOf(place)).toEqual([1, 2, 2, 2]);
  });

  test('has as many tasks at work at once as the profile says', async () => {
    const place = await openWorkplace(cluster, NODES, ['executor.shardsAtOnce=2']);
    const started = place.run();
    const visitors = await arrivals(place, [0, 1]);
    const { name, script } = onlyJob(place.store);
    expect(script).toMatch(/--array=0-3%2$/m);
    expect([...(await tasksOf(cluster, name)).values()].filter((state) => state === 'PENDING')).toHaveLength(
      2,
    );
    for (const visitor of visitors) visitor.order({ do: 'finish' });
    for (const visitor of await arrivals(place, [2, 3])) visitor.order({ do: 'finish' });
    expect(asRun(await started.ended).made).toEqual(['predict']);
  });

  test('into more shards than the cluster takes is refused with the setting that says how many', async () => {
    const place = await openWorkplace(cluster, { predict: { rows: 10, resources: { shards: 5000 } } });
    expect(failureOf(asRun(await place.run().ended))).toMatchObject({
      code: 'PROUIE_SBATCH',
      message: expect.stringMatching(/no job array with tasks up to 4999/),
      hint: expect.stringMatching(/MaxArraySize/),
    });
  });

  test('finds its files under a name with blanks, quotes, per cents and hashes', async () => {
    const place = await openWorkplace(cluster, NODES, [], { folder: `it's "50%j" #1 \\ $HOME` });
    const started = place.run();
    for (const visitor of await arrivals(place)) visitor.order({ do: 'finish' });
    expect(asRun(await started.ended).made).toEqual(['predict']);
    expect(
      readdirSync(onlyJob(place.store).folder).filter((file) => /^output-\d+_\d\.txt$/.test(file)),
    ).toHaveLength(4);
  });
});

describe.skipIf(!hasAccounting)(
  `a job array that the queue forgot${hasAccounting ? '' : ' (needs SLURM)'}`,
  () => {
    test('is asked for in accounting, which knows what became of each task', async () => {
      const cluster = await startCluster({ accounting: true });
      const { PATH } = replaceProgram('squeue', 'exit 0');
      const place = await openWorkplace(cluster, NODES, ['executor.patience=8'], { env: { PATH } });
      const started = place.run();
      const [first, second, third, last] = await arrivals(place);
      await cluster.call('scancel', await taskId(cluster, onlyJob(place.store).name, 1));
      await second!.gone;
      for (const visitor of [first!, third!, last!]) visitor.order({ do: 'finish' });
      expect(failureOf(asRun(await started.ended))).toMatchObject({
        code: 'PROUIE_JOB_CANCELLED',
        message: expect.stringMatching(/SLURM job \d+_1 was cancelled/),
      });
    });
  },
);
