import { beforeAll, describe, expect, test } from 'vitest';
import { asRun } from '../end-to-end/prouie.ts';
import {
  type Cluster,
  failuresOf,
  hasMemoryControl,
  hasSlurm,
  jobsOf,
  needsSlurm,
  openWorkplace,
  queue,
  startCluster,
} from './workplace.ts';

const needs = hasSlurm && !hasMemoryControl ? ' (needs SLURM and control groups of version 1)' : needsSlurm;

describe.skipIf(!hasMemoryControl)(`a machine that holds jobs to their memory${needs}`, () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster({ with: ['memory'] });
  });

  test('ends one that takes more, and its node fails for that and is not tried again', async () => {
    const place = await openWorkplace(
      cluster,
      { modest: { resources: { memory: 0.5 } }, greedy: { resources: { memory: 0.25 } } },
      ['executor.patience=1'],
    );
    const started = place.run();
    const modest = await place.gate.arrival('modest');
    (await place.gate.arrival('greedy')).order({ do: 'devour' });
    const { failure } = (await started.event((event) => event.type === 'fail')) as {
      readonly failure: object;
    };
    expect(failure).toMatchObject({
      code: 'PROUIE_OUT_OF_MEMORY',
      hint: expect.stringMatching(/resources\.memory/),
    });
    modest.order({ do: 'finish' });
    const ran = asRun(await started.ended);
    expect(ran.made).toEqual(['modest']);
    expect(Object.keys(failuresOf(ran))).toEqual(['greedy']);
    expect(jobsOf(place.store)).toHaveLength(2);
    expect((await queue(cluster)).map(({ state }) => state).sort()).toEqual(['COMPLETED', 'OUT_OF_MEMORY']);
  });
});
