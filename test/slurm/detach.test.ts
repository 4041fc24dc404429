import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { detach, recordOfRun } from '../end-to-end/detached-run.ts';
import { asRun, prouie, type Started, startProuie } from '../end-to-end/prouie.ts';
import {
  beginAgain,
  type Cluster,
  hasSlurm,
  jobsOf,
  needsSlurm,
  openWorkplace,
  queue,
  replaceProgram,
  startCluster,
  until,
  type Workplace,
} from './workplace.ts';

const TRAIN = { train: { resources: { gpu: 1 } } };
const CONTROLLER_JOB = ['executor.controller=job'];

function attach({ caller }: Workplace, run: string): Started {
  return startProuie(caller, 'attach', '--json', run);
}

describe.skipIf(!hasSlurm)(`a controller that is a job${needsSlurm}`, () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster();
  });

  async function jobNamed(
    name: string,
    ...states: readonly string[]
  ): Promise<{ readonly id: string; readonly state: string }> {
    return until(async () =>
      (await queue(cluster)).find((job) => job.name === name && states.includes(job.state)),
    );
  }

  test('carries a run out from inside of the cluster: large nodes get jobs of their own, small ones are made in it', async () => {
    const place = await openWorkplace(cluster, { ...TRAIN, score: { needs: ['train'] } }, CONTROLLER_JOB);
    const { run, job, pid } = await detach(place.caller, ...place.flags);
    expect(pid).toBeNull();
    const watched = attach(place, run);
    const train = await place.gate.arrival('train');
    expect(jobsOf(place.store)).toHaveLength(2);
    expect(recordOfRun(place.store, run)).toMatchObject({ controller: { place: 'job', job } });
    expect((await prouie(place.caller, 'status', ...place.flags)).stdout).toContain(
      `${run} (nodes, cluster) goes on as job ${job} on `,
    );
    train.order({ do: 'finish' });
    (await place.gate.arrival('score')).order({ do: 'finish' });
    const ran = asRun(await watched.ended);
    expect(ran.code).toBe(0);
    expect(ran.made).toEqual(['train', 'score']);
    await jobNamed(job!, 'COMPLETED');
    expect(readFileSync(join(place.store, 'jobs', job!, 'output.txt'), 'utf8')).toContain('made train');
    expect(jobsOf(place.store)).toHaveLength(2);
  });

  test('is cancelled with the jobs of its nodes, those that work and those in the queue', async () => {
    const nodes = { ...TRAIN, wait: { resources: { cpu: 16 } } };
    const place = await openWorkplace(cluster, nodes, CONTROLLER_JOB);
    const { run, job } = await detach(place.caller, ...place.flags);
    const train = await place.gate.arrival('train');
    await until(() => jobsOf(place.store).length === 3);
    const watched = attach(place, run);
    await watched.event(({ type }) => type === 'start');
    const { code, stderr } = await prouie(place.caller, 'cancel', run);
    expect([code, stderr]).toEqual([0, expect.stringContaining(`${run} has ended`)]);
    await train.gone;
    expect(asRun(await watched.ended).code).toBe(130);
    for (const name of jobsOf(place.store)) if (name !== job) await jobNamed(name, 'CANCELLED');
    await until(async () =>
      (await queue(cluster)).every(({ name, state }) => name !== job || !/RUNNING|PENDING/.test(state)),
    );
    expect(recordOfRun(place.store, run).endedAt).not.toBeNull();
  });

  test('that waits in the queue is shown as such, and taken out by cancel', async () => {
    const place = await openWorkplace(cluster, TRAIN, [...CONTROLLER_JOB, 'executor.options=[--hold]']);
    const { run, job } = await detach(place.caller, ...place.flags);
    expect((await prouie(place.caller, 'status', ...place.flags)).stdout).toContain(
      `waits in the queue as job ${job} (PENDING)`,
    );
    const watched = startProuie(place.caller, 'attach', ...place.flags.slice(0, 4));
    expect((await prouie(place.caller, 'cancel', run)).stderr).toContain('was taken out of the queue');
    const { code, stderr } = await watched.ended;
    expect(code).toBe(1);
    expect(stderr).toContain('ended without a summary');
    await jobNamed(job!, 'CANCELLED');
    expect(place.gate.count('train')).toBe(0);
    expect((await prouie(place.caller, 'cancel', run)).stderr).toContain('is over since');
  });

  test('goes on under its name when its time is up, although SLURM is busy, and looks after the jobs that it began', async () => {
    const busyAtFirst =
      'if [[ $1 == requeue ]] && mkdir "$SELF/asked"; then echo "Socket timed out" >&2; exit 1; fi';
    const { PATH } = replaceProgram('scontrol', `${busyAtFirst}\nexec "$REAL" "$@"`);
    const place = await openWorkplace(cluster, TRAIN, CONTROLLER_JOB, { env: { PATH } });
    const { run, job } = await detach(place.caller, ...place.flags);
    const watched = attach(place, run);
    const train = await place.gate.arrival('train');
    await watched.event(({ type }) => type === 'start');
    const { id } = await jobNamed(job!, 'RUNNING');
    await cluster.call('scancel', '--batch', '--signal=USR2', id);
    await jobNamed(job!, 'PENDING');
    expect(recordOfRun(place.store, run).endedAt).toBeNull();
    await beginAgain(cluster, id);
    await jobNamed(job!, 'RUNNING');
    train.order({ do: 'finish' });
    const ran = asRun(await watched.ended);
    expect(ran.code).toBe(0);
    expect(ran.made).toEqual(['train']);
    expect(ran.events.filter(({ type }) => type === 'plan')).toHaveLength(2);
    expect(ran.events.filter(({ type }) => type === 'summary')).toHaveLength(1);
    expect(place.gate.count('train')).toBe(1);
    expect(jobsOf(place.store)).toHaveLength(2);
  });

  test('that SLURM does not take is no run', async () => {
    const place = await openWorkplace(cluster, TRAIN, [
      ...CONTROLLER_JOB,
      'executor.controllerJob={partition: nowhere}',
    ]);
    const { code, stdout, stderr } = await prouie(place.caller, 'run', '--detach', ...place.flags);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/PROUIE_SBATCH: .*invalid partition/i);
    expect((await prouie(place.caller, 'cancel')).stderr).toBe('No run is going on.\n');
  });
});

describe.skipIf(!hasSlurm)(`a controller in the background that was killed${needsSlurm}`, () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster();
  });

  test('has its jobs cancelled for it, and the next run begins their nodes anew', async () => {
    const place = await openWorkplace(cluster, { ...TRAIN, wait: { resources: { cpu: 16 } } });
    const { run, pid } = await detach(place.caller, ...place.flags);
    const train = await place.gate.arrival('train');
    await until(async () => {
      const inQueue = (await queue(cluster)).map(({ name }) => name);
      return jobsOf(place.store).length === 2 && jobsOf(place.store).every((name) => inQueue.includes(name));
    });
    process.kill(pid!, 'SIGKILL');
    const lost = await attach(place, run).ended;
    expect([lost.code, lost.stderr]).toEqual([1, expect.stringContaining('is gone')]);
    const { code, stdout } = await prouie(place.caller, 'cancel', run, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      schemaVersion: 1,
      run,
      outcome: 'cleared',
      jobs: jobsOf(place.store),
    });
    await train.gone;
    const names = jobsOf(place.store);
    await until(
      async () =>
        (await queue(cluster)).filter(({ name, state }) => names.includes(name) && state === 'CANCELLED')
          .length === 2,
    );
    const next = place.run('train');
    (await place.gate.arrival('train')).order({ do: 'finish' });
    const ran = asRun(await next.ended);
    expect(ran.events).toContainEqual(expect.objectContaining({ type: 'start', attempt: 2 }));
    expect(ran.made).toEqual(['train']);
  });

  test('leaves its jobs to the next run where they are to be left', async () => {
    const place = await openWorkplace(cluster, TRAIN);
    const { run, pid } = await detach(place.caller, ...place.flags);
    const train = await place.gate.arrival('train');
    process.kill(pid!, 'SIGKILL');
    const { code, stderr } = await until(async () => {
      const ended = await prouie(place.caller, 'cancel', run, '--leave-jobs');
      return ended.stderr.includes('was gone already') ? ended : undefined;
    });
    expect([code, stderr]).toEqual([0, expect.stringContaining('were left alone')]);
    const next = await detach(place.caller, ...place.flags);
    const watched = attach(place, next.run);
    await watched.event(({ type }) => type === 'start');
    train.order({ do: 'finish' });
    expect(asRun(await watched.ended).made).toEqual(['train']);
    expect(place.gate.count('train')).toBe(1);
  });
});
