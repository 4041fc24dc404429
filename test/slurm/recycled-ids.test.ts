import { beforeAll, describe, expect, test } from 'vitest';
import { asRun } from '../end-to-end/prouie.ts';
import {
  type Cluster,
  failuresOf,
  hasSlurm,
  idOf,
  needsSlurm,
  openWorkplace,
  queue,
  startCluster,
  until,
  type Workplace,
} from './workplace.ts';

const NODES = { train: { resources: { gpu: 1 } } };

describe.skipIf(!hasSlurm).concurrent(`a cluster that gives out ids again${needsSlurm}`, () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster({ env: { FIRST_JOB_ID: '100', MAX_JOB_ID: '105', MIN_JOB_AGE: '2' } });
  });

  /** Submits strangers until one has an id that SLURM has forgotten meanwhile; the others end at once. */
  async function giveToStranger(id: string): Promise<void> {
    await until(async () => (await queue(cluster)).every((job) => job.id !== id));
    await until(async () => {
      const given = await cluster.call('sbatch', '--parsable', '--output=/dev/null', '--wrap=sleep 600');
      if (given !== id) await cluster.call('scancel', given);
      return given === id;
    });
  }

  /** Leaves a job behind whose controller is killed and that has ended. @returns its id */
  async function leaveBehind(place: Workplace, order: 'finish' | 'die'): Promise<string> {
    const first = place.run();
    const train = await place.gate.arrival('train');
    const id = await idOf(cluster, place.store);
    first.kill('SIGKILL');
    await first.ended;
    train.order(order === 'finish' ? { do: 'finish' } : { do: 'die', by: 'SIGKILL' });
    await train.gone;
    return id;
  }

  async function expectStranger(id: string): Promise<void> {
    const { state, name } = (await queue(cluster)).find((job) => job.id === id)!;
    expect(name).toBe('wrap');
    expect(['PENDING', 'RUNNING']).toContain(state);
    await cluster.call('scancel', id);
  }

  test('has another job under the id of one that made its node: the result is taken, the other is left alone', async () => {
    const place = await openWorkplace(cluster, NODES, ['executor.patience=1']);
    const id = await leaveBehind(place, 'finish');
    await giveToStranger(id);
    expect(asRun(await place.run().ended).made).toEqual(['train']);
    await expectStranger(id);
  });

  test('has another job under the id of one that was lost: its node fails as lost, the other is left alone', async () => {
    const place = await openWorkplace(cluster, NODES, ['executor.patience=1']);
    const id = await leaveBehind(place, 'die');
    await giveToStranger(id);
    expect(failuresOf(asRun(await place.run().ended))['train']).toMatchObject({ code: 'PROUIE_JOB_LOST' });
    await expectStranger(id);
  });
});
