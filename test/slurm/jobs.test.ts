import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { storePaths } from '../../src/store/paths.ts';
import { asRun } from '../end-to-end/prouie.ts';
import { readState } from '../end-to-end/store-files.ts';
import {
  type Cluster,
  hasSlurm,
  jobsOf,
  needsSlurm,
  onlyJob,
  openWorkplace,
  queue,
  startCluster,
  type Workplace,
} from './workplace.ts';

function made({ store }: Workplace, node: string): string {
  const digest = readState(store, 'nodes', 'cluster').nodes.find(({ name }) => name === node)?.outputs['made']
    ?.digest;
  return readFileSync(storePaths.blob(store, digest ?? 'none'), 'utf8');
}

describe.skipIf(!hasSlurm)(`a run on a cluster${needsSlurm}`, () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster();
  });

  test('hands a node that asks for something to SLURM as it asks, and makes the rest here', async () => {
    const place = await openWorkplace(
      cluster,
      {
        train: { resources: { gpu: 2, cpu: 3, memory: 0.5, time: 600 } },
        score: { needs: ['train'] },
      },
      ['executor.partition=main', 'executor.options=[--comment=spelling]'],
    );
    const started = place.run();
    const train = await place.gate.arrival('train');
    const { name, folder, script } = onlyJob(place.store);
    const job = await cluster.call(
      'scontrol',
      'show',
      'job',
      (await queue(cluster)).find((one) => one.name === name)!.id,
    );
    expect(job).toMatch(/JobState=RUNNING/);
    expect(job).toMatch(/TimeLimit=00:11:00/);
    expect(job).toMatch(/NumCPUs=3 /);
    expect(job).toMatch(/mem=512M/);
    expect(job).toMatch(/gres\/gpu=2|gpu:2/);
    expect(job).toMatch(/Comment=spelling/);
    expect(job).toContain(`StdOut=${join(folder, 'output.txt')}`);
    expect(script).toContain('#SBATCH --signal=B:USR2@30');
    expect(name).toMatch(/^prouie-[0-9a-f]{12}-train$/);
    train.order({ do: 'finish' });
    const score = await place.gate.arrival('score');
    expect(jobsOf(place.store)).toEqual([name]);
    score.order({ do: 'finish' });
    const ran = asRun(await started.ended);
    expect(ran.stderr).toBe('');
    expect(ran.made).toEqual(['train', 'score']);
    const again = asRun(await place.run().ended);
    expect(again.summary).toMatchObject({ ran: 0, fresh: 2 });
  });

  test('gives jobs the variables that are listed and no others, and hands on which GPUs are theirs', async () => {
    const place = await openWorkplace(
      cluster,
      { train: { argv: ['bash', '-c', 'env > {out:made}'], resources: { gpu: 3 } } },
      ['executor.environment=[HF_HOME]', 'executor.setup=["export FROM_SETUP=1"]'],
      {
        env: {
          HF_HOME: '/models',
          HF_TOKEN: 'planted-secret',
          SBATCH_PARTITION: 'nowhere',
          SQUEUE_FORMAT: 'x',
        },
      },
    );
    const ran = asRun(await place.run().ended);
    expect(ran.summary.ran).toBe(1);
    const env = new Map(
      made(place, 'train')
        .split('\n')
        .map((line) => line.split(/=(.*)/s) as [string, string]),
    );
    expect(env.get('CUDA_VISIBLE_DEVICES')?.split(',')).toHaveLength(3);
    expect(env.get('HF_HOME')).toBe('/models');
    expect(env.get('FROM_SETUP')).toBe('1');
    expect([...env.keys()].filter((name) => !/^SLURM|^(CUDA_|GPU_|ROCR_)|^_$/.test(name)).sort()).toEqual(
      expect.not.arrayContaining(['HF_TOKEN', 'SBATCH_PARTITION', 'SQUEUE_FORMAT']),
    );
    expect([...env.values()]).not.toContain('planted-secret');
  });

  test('finds its files under a name with blanks, quotes, per cents and hashes', async () => {
    const place = await openWorkplace(
      cluster,
      { 'train/ä b': { argv: ['cp', '/etc/hostname', '{out:made}'], resources: { cpu: 1 } } },
      [],
      { folder: `it's "50%j" #1 \\ $HOME` },
    );
    const ran = asRun(await place.run().ended);
    expect(ran.events.filter(({ type }) => type === 'fail')).toEqual([]);
    expect(readFileSync(join(onlyJob(place.store).folder, 'output.txt'), 'utf8')).toBe('');
  });

  test('keeps no more jobs in the queue than it may', async () => {
    const nodes = Object.fromEntries(['a', 'b', 'c', 'd'].map((name) => [name, { resources: { cpu: 1 } }]));
    const place = await openWorkplace(cluster, nodes, ['executor.inFlight=2']);
    const started = place.run();
    const [a, b] = [await place.gate.arrival('a'), await place.gate.arrival('b')];
    expect(jobsOf(place.store)).toHaveLength(2);
    a.order({ do: 'finish' });
    const c = await place.gate.arrival('c');
    expect(jobsOf(place.store)).toHaveLength(3);
    expect(
      (await queue(cluster)).filter(
        ({ name, state }) => jobsOf(place.store).includes(name) && state === 'RUNNING',
      ).length,
    ).toBeLessThanOrEqual(3);
    b.order({ do: 'finish' });
    c.order({ do: 'finish' });
    (await place.gate.arrival('d')).order({ do: 'finish' });
    expect(asRun(await started.ended).summary.ran).toBe(4);
  });

  test('fails a node with the node’s own words, and one whose process is killed with those of SLURM; others go on', async () => {
    const place = await openWorkplace(
      cluster,
      {
        throws: { resources: { cpu: 1 } },
        dies: { resources: { cpu: 1 } },
        ends: { resources: { cpu: 1 } },
      },
      ['executor.patience=1'],
    );
    const started = place.run();
    (await place.gate.arrival('throws')).order({ do: 'throw', message: 'No such spell.' });
    (await place.gate.arrival('dies')).order({ do: 'die', by: 'SIGKILL' });
    (await place.gate.arrival('ends')).order({ do: 'finish' });
    const ran = asRun(await started.ended);
    expect(ran.code).toBe(1);
    expect(ran.made).toEqual(['ends']);
    const failures = Object.fromEntries(
      ran.events.flatMap((event) => (event.type === 'fail' ? [[event.node, event.failure]] : [])),
    );
    expect(failures['throws']).toMatchObject({ code: 'PROUIE_STEP', message: 'No such spell.' });
    expect(failures['dies']).toMatchObject({
      code: 'PROUIE_JOB_ENDED',
      message: expect.stringMatching(/FAILED/),
    });
  });

  test('says at once what SLURM has against a job', async () => {
    const place = await openWorkplace(cluster, { train: { resources: { cpu: 1 } } }, [
      'executor.partition=nowhere',
    ]);
    const ran = asRun(await place.run().ended);
    expect(ran.events).toContainEqual(
      expect.objectContaining({
        type: 'fail',
        failure: expect.objectContaining({
          code: 'PROUIE_SBATCH',
          message: expect.stringMatching(/invalid partition/i),
        }),
      }),
    );
  });

  test('says where a profile’s settings for the cluster are wrong, before anything is submitted', async () => {
    const place = await openWorkplace(cluster, { train: { resources: { cpu: 1 } } }, [
      'executor.partiton=main',
    ]);
    const { code, stderr } = await place.run().ended;
    expect(code).toBe(2);
    expect(stderr).toMatch(/PROUIE_INVALID[\s\S]*executor\.partiton[\s\S]*partition/);
  });
});
