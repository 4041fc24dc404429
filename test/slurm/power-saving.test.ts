import { beforeAll, describe, expect, test } from 'vitest';
import { asRun } from '../end-to-end/prouie.ts';
import {
  type Cluster,
  failuresOf,
  hasSlurm,
  idOf,
  jobsOf,
  needsSlurm,
  noteAnswers,
  openWorkplace,
  queue,
  startCluster,
  until,
} from './workplace.ts';

const NODES = { train: { resources: { cpu: 1 } } };
const SETTINGS = ['executor.partition=cloud', 'executor.patience=1'];

describe.skipIf(!hasSlurm)(`a machine that is to be switched on when it has work${needsSlurm}`, () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster({ with: ['cloud'] });
  });

  test('and stays off fails the node as the machine’s doing where SLURM may not begin it again, and another attempt follows', async () => {
    const answers = noteAnswers();
    const place = await openWorkplace(cluster, NODES, [...SETTINGS, 'executor.requeue=false'], {
      env: { PATH: answers.PATH },
    });
    const started = place.run();
    await answers.told('CONFIGURING', 3);
    const retry = await started.event((event) => event.type === 'retry');
    expect(retry).toMatchObject({ failure: { code: 'PROUIE_NODE_FAILED' } });
    started.kill('SIGTERM');
    await started.ended;
    expect(place.gate.count('train')).toBe(0);
    await cluster.call('scancel', '--me');
  });

  test('and stays off takes no node with it where SLURM puts the job back', async () => {
    await cluster.call('scontrol', 'update', 'NodeName=cloud1', 'State=RESUME');
    const answers = noteAnswers();
    const place = await openWorkplace(cluster, NODES, SETTINGS, { env: { PATH: answers.PATH } });
    const started = place.run();
    const id = await idOf(cluster, place.store);
    await until(async () => (await cluster.call('scontrol', 'show', 'job', id)).includes('Restarts=1'));
    await answers.told('PENDING', 3);
    started.kill('SIGTERM');
    const ended = asRun(await started.ended);
    expect(failuresOf(ended)['train']).toMatchObject({ code: 'PROUIE_INTERRUPTED' });
    expect(ended.events.filter(({ type }) => type === 'start')).toHaveLength(1);
    expect(jobsOf(place.store)).toHaveLength(1);
    expect((await queue(cluster)).find((job) => job.id === id)?.state).toBe('PENDING');
  });
});
