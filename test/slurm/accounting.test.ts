import { beforeAll, describe, expect, test } from 'vitest';
import { asRun } from '../end-to-end/prouie.ts';
import {
  type Cluster,
  hasAccounting,
  onlyJob,
  openWorkplace,
  queue,
  replaceProgram,
  startCluster,
  until,
} from './workplace.ts';

const NODES = { train: { resources: { gpu: 1 } } };
const needs = hasAccounting ? '' : ' (needs SLURM)';

describe.skipIf(!hasAccounting)(`a cluster with accounting${needs}`, () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster({ accounting: true });
  });

  /** A queue that has forgotten every job, as slurmctld does some minutes after their end. */
  async function openForgetful(...settings: readonly string[]) {
    const { PATH } = replaceProgram('squeue', 'exit 0');
    return openWorkplace(cluster, NODES, settings, { env: { PATH } });
  }

  test('is asked what became of a job that the queue forgot', async () => {
    const place = await openForgetful('executor.patience=8');
    const started = place.run();
    const train = await place.gate.arrival('train');
    const { name } = onlyJob(place.store);
    const id = (await queue(cluster)).find((job) => job.name === name)!.id;
    await cluster.call('scancel', id);
    await train.gone;
    await until(async () =>
      (await cluster.call('sacct', '-X', '-n', '-P', '-o', 'State', '-j', id)).startsWith('CANCELLED by'),
    );
    const failed = await started.event((event) => event.type === 'fail');
    expect(failed).toMatchObject({ failure: { code: 'PROUIE_JOB_CANCELLED' } });
    expect(asRun(await started.ended).code).toBe(1);
  });

  test('may be away for a while: jobs go on and end well', async () => {
    const place = await openForgetful('executor.patience=20');
    await cluster.daemon('kill', 'slurmdbd');
    const started = place.run();
    const train = await place.gate.arrival('train');
    const answer = await cluster.call('sacct', '-X', '-n').catch((cause: unknown) => String(cause));
    expect(answer).toMatch(/slurmdbd|connection|error/i);
    train.order({ do: 'finish' });
    expect(asRun(await started.ended).made).toEqual(['train']);
    await cluster.daemon('boot', 'slurmdbd');
  });
});
