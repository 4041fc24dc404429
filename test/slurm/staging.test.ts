import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { asRun } from '../end-to-end/prouie.ts';
import {
  type Cluster,
  hasSlurm,
  jobsOf,
  needsSlurm,
  noteAnswers,
  openWorkplace,
  queue,
  startCluster,
  until,
} from './workplace.ts';

const NOBODY = 65534;

describe.skipIf(!hasSlurm)(`a cluster that carries files out after a job${needsSlurm}`, () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster({ with: ['staging'] });
    chmodSync(cluster.folder, 0o755);
  });

  test('has a job staging out for a while, whose result is taken before that ends', async () => {
    const file = join(cluster.folder, 'hold-stage');
    writeFileSync(file, '');
    const place = await openWorkplace(
      cluster,
      { train: { argv: ['cp', '/etc/hostname', '{out:made}'], resources: { cpu: 1 } } },
      ['executor.options=["--bb=#PRETEND capacity"]'],
      { user: NOBODY, env: { HOME: '/nonexistent' } },
    );
    const ran = asRun(await place.run().ended);
    expect(ran.made).toEqual(['train']);
    await until(async () => (await queue(cluster)).some(({ state }) => state === 'STAGE_OUT'));
    rmSync(file);
    expect(jobsOf(place.store)).toHaveLength(1);
  });

  test('fails a node without a result only when that has ended', async () => {
    const file = join(cluster.folder, 'hold-stage');
    writeFileSync(file, '');
    const answers = noteAnswers();
    chmodSync(answers.folder, 0o777);
    const place = await openWorkplace(
      cluster,
      { train: { argv: ['sh', '-c', 'kill -9 $PPID; sleep 9'], resources: { cpu: 1 } } },
      ['executor.options=["--bb=#PRETEND capacity"]', 'executor.patience=1'],
      { user: NOBODY, env: { HOME: '/nonexistent', PATH: answers.PATH } },
    );
    const started = place.run();
    await answers.told('STAGE_OUT', 3);
    rmSync(file);
    expect(asRun(await started.ended).summary).toMatchObject({ ran: 0, failed: 1 });
  });
});
