import { beforeAll, describe, expect, test } from 'vitest';
import { asRun } from '../end-to-end/prouie.ts';
import {
  type Cluster,
  failuresOf,
  hasAccounting,
  idOf,
  jobsOf,
  noteAnswers,
  openWorkplace,
  queue,
  startCluster,
  until,
} from './workplace.ts';

const NODES = { train: { resources: { gpu: 1 } } };
const needs = hasAccounting ? '' : ' (needs SLURM)';

describe.skipIf(!hasAccounting)(`a federation of two clusters${needs}`, () => {
  let cluster: Cluster;
  let other: Cluster;
  beforeAll(async () => {
    cluster = await startCluster({ accounting: true });
    other = await startCluster({ beside: cluster });
    await cluster.call('sacctmgr', '--immediate', 'add', 'federation', 'both', 'clusters=pretend,beside');
    await until(async () =>
      /Sibling:.*ACTIVE.*Synced:Yes/.test(await cluster.call('scontrol', 'show', 'federation')),
    );
    await cluster.call('scontrol', 'update', 'NodeName=pretend1', 'State=DRAIN', 'Reason=test');
  });

  async function stateAt(place: Cluster, id: string): Promise<string | undefined> {
    return (await queue(place)).find((job) => job.id === id)?.state;
  }

  test('has a job that began on the other one: it counts there and is left alone here', async () => {
    const place = await openWorkplace(cluster, NODES, ['executor.patience=1']);
    const first = place.run();
    const train = await place.gate.arrival('train');
    const id = await idOf(cluster, place.store);
    expect([await stateAt(cluster, id), await stateAt(other, id)]).toEqual(['REVOKED', 'RUNNING']);
    first.kill('SIGKILL');
    await first.ended;
    const next = place.run();
    await next.event((event) => event.type === 'start');
    train.order({ do: 'finish' });
    expect(asRun(await next.ended).made).toEqual(['train']);
    expect(jobsOf(place.store)).toHaveLength(1);
    expect(place.gate.count('train')).toBe(1);
  });

  test('says how a job ended that began on the other one', async () => {
    const answers = noteAnswers();
    const place = await openWorkplace(cluster, NODES, ['executor.patience=1'], {
      env: { PATH: answers.PATH },
    });
    const started = place.run();
    const train = await place.gate.arrival('train');
    await answers.told('REVOKED', 4);
    train.order({ do: 'die', by: 'SIGKILL' });
    expect(failuresOf(asRun(await started.ended))['train']).toMatchObject({
      code: 'PROUIE_JOB_ENDED',
      message: expect.stringMatching(/FAILED/),
    });
  });
});
