import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { asRun } from '../end-to-end/prouie.ts';
import {
  beginAgain,
  type Cluster,
  failuresOf,
  hasSlurm,
  idOf,
  jobsOf,
  needsSlurm,
  onlyJob,
  openWorkplace,
  queue,
  replaceProgram,
  startCluster,
  until,
} from './workplace.ts';

const NODES = { train: { resources: { gpu: 1 } } };

describe.skipIf(!hasSlurm)(`a job on the cluster${needsSlurm}`, () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster();
  });

  test('that is cancelled by hand fails its node, whether it runs or waits', async () => {
    const place = await openWorkplace(
      cluster,
      { runs: { resources: { gpu: 1 } }, waits: { resources: { gpu: 8 } } },
      ['executor.patience=1'],
    );
    const started = place.run();
    const runs = await place.gate.arrival('runs');
    const jobs = await until(async () => {
      const own = (await queue(cluster)).filter(({ name }) => jobsOf(place.store).includes(name));
      return own.length === 2 && own;
    });
    await cluster.call('scancel', ...jobs.map(({ id }) => id));
    await runs.gone;
    const failures = failuresOf(asRun(await started.ended));
    expect(failures['runs']).toMatchObject({ code: 'PROUIE_JOB_CANCELLED' });
    expect(failures['waits']).toMatchObject({ code: 'PROUIE_JOB_CANCELLED' });
  });

  test('that is put back into the queue begins again as the same attempt', async () => {
    const place = await openWorkplace(cluster, NODES);
    const started = place.run();
    const first = await place.gate.arrival('train');
    const id = await idOf(cluster, place.store);
    await cluster.call('scontrol', 'requeue', id);
    await first.gone;
    await beginAgain(cluster, id);
    (await place.gate.arrival('train')).order({ do: 'finish' });
    const ran = asRun(await started.ended);
    expect(ran.made).toEqual(['train']);
    expect(ran.events.filter(({ type }) => type === 'start')).toHaveLength(1);
  });

  test('that is preempted by another begins again when that has ended', async () => {
    const place = await openWorkplace(cluster, NODES);
    const started = place.run();
    const first = await place.gate.arrival('train');
    const id = await idOf(cluster, place.store);
    const urgent = await cluster.call(
      'sbatch',
      '--parsable',
      '--partition=urgent',
      '--exclusive',
      '--output=/dev/null',
      '--wrap=sleep 600',
    );
    await first.gone;
    await until(async () => (await queue(cluster)).find((job) => job.id === urgent)?.state === 'RUNNING');
    await cluster.call('scancel', urgent);
    await beginAgain(cluster, id);
    (await place.gate.arrival('train')).order({ do: 'finish' });
    expect(asRun(await started.ended).made).toEqual(['train']);
  });

  test('that may not begin again and is preempted fails as such, and is submitted again', async () => {
    const place = await openWorkplace(cluster, NODES, ['executor.requeue=false', 'executor.patience=1']);
    const started = place.run();
    const first = await place.gate.arrival('train');
    const urgent = await cluster.call(
      'sbatch',
      '--parsable',
      '--partition=urgent',
      '--exclusive',
      '--output=/dev/null',
      '--wrap=sleep 600',
    );
    await first.gone;
    const retry = await started.event((event) => event.type === 'retry');
    expect(retry).toMatchObject({ failure: { code: 'PROUIE_PREEMPTED' } });
    await cluster.call('scancel', urgent);
    (await place.gate.arrival('train')).order({ do: 'finish' });
    const ran = asRun(await started.ended);
    expect(ran.made).toEqual(['train']);
    expect(ran.events.filter(({ type }) => type === 'start')).toHaveLength(2);
  });

  test('outlives a slurmctld that is stopped and started, and ends without it', async () => {
    const place = await openWorkplace(cluster, {
      ...NODES,
      next: { needs: ['train'], resources: { gpu: 1 } },
    });
    const started = place.run();
    const train = await place.gate.arrival('train');
    await cluster.daemon('kill', 'slurmctld');
    train.order({ do: 'finish' });
    await started.finished(1);
    await cluster.daemon('boot', 'slurmctld');
    (await place.gate.arrival('next')).order({ do: 'finish' });
    expect(asRun(await started.ended).made).toEqual(['train', 'next']);
  });

  test('waits while its machine is drained', async () => {
    await cluster.call('scontrol', 'update', 'NodeName=pretend1', 'State=DRAIN', 'Reason=test');
    const place = await openWorkplace(cluster, NODES);
    const started = place.run();
    await until(() => jobsOf(place.store).length === 1);
    const id = await idOf(cluster, place.store);
    expect((await queue(cluster)).find((job) => job.id === id)?.state).toBe('PENDING');
    await cluster.call('scontrol', 'update', 'NodeName=pretend1', 'State=RESUME');
    (await place.gate.arrival('train')).order({ do: 'finish' });
    expect(asRun(await started.ended).made).toEqual(['train']);
  });

  test('is recognised by its name and not by its number, which another job may have by now', async () => {
    const place = await openWorkplace(cluster, NODES);
    const first = place.run();
    const train = await place.gate.arrival('train');
    first.kill('SIGKILL');
    await first.ended;
    const other = await cluster.call('sbatch', '--parsable', '--output=/dev/null', '--wrap=exit 1');
    await until(async () => (await queue(cluster)).find(({ id }) => id === other)?.state === 'FAILED');
    const { folder } = onlyJob(place.store);
    writeFileSync(join(folder, 'submitted.json'), JSON.stringify({ schemaVersion: 1, id: other }));
    const next = place.run();
    await next.event((event) => event.type === 'start');
    train.order({ do: 'finish' });
    expect(asRun(await next.ended).made).toEqual(['train']);
  });

  test('is not given up while squeue fails, says nothing or lies for a while', async () => {
    const { PATH, folder } = replaceProgram(
      'squeue',
      `echo call >>"$SELF/calls"
case $(wc -l <"$SELF/calls") in
  1) exit 0 ;;
  2) echo 'slurm_load_jobs error: Unable to contact slurm controller (connect failure)' >&2; exit 1 ;;
  3) echo '1|UNKNOWN|other|None'; echo 'not a line of squeue' ;;
  *) touch "$SELF/enough"; exec "$REAL" "$@" ;;
esac`,
    );
    const place = await openWorkplace(cluster, NODES, [], { env: { PATH } });
    const started = place.run();
    const train = await place.gate.arrival('train');
    await until(() => existsSync(join(folder, 'enough')));
    train.order({ do: 'finish' });
    expect(asRun(await started.ended).made).toEqual(['train']);
  });

  test('that the queue forgot, with no accounting to ask, fails as lost and never counts as done', async () => {
    const { PATH } = replaceProgram('squeue', 'exit 0');
    const place = await openWorkplace(cluster, NODES, ['executor.patience=2'], { env: { PATH } });
    const started = place.run();
    const train = await place.gate.arrival('train');
    await train.gone;
    const ran = asRun(await started.ended);
    expect(failuresOf(ran)['train']).toMatchObject({ code: 'PROUIE_JOB_LOST' });
  });

  test('is told before its time is up, saves what it has, and the next attempt goes on from there', async () => {
    const slow = `
      trap 'echo half >{checkpoints}/half; exit 9' TERM
      if [ -e {checkpoints}/half ]; then cat {checkpoints}/half >{out:made}; else sleep 600 & wait; fi`;
    const place = await openWorkplace(
      cluster,
      {
        saves: { argv: ['bash', '-c', slow], resources: { cpu: 1, time: 1 } },
        hopeless: {
          argv: ['bash', '-c', 'trap "" TERM; while :; do sleep 1; done'],
          resources: { cpu: 1, time: 1 },
        },
      },
      ['executor.patience=3'],
    );
    const ran = asRun(await place.run().ended);
    expect(ran.made).toEqual(['saves']);
    expect(ran.events).toContainEqual(
      expect.objectContaining({
        type: 'retry',
        node: 'saves',
        failure: expect.objectContaining({ code: 'PROUIE_TIME_LIMIT' }),
      }),
    );
    expect(failuresOf(ran)['hopeless']).toMatchObject({
      code: 'PROUIE_TIME_LIMIT',
      message: expect.stringMatching(/SLURM job \d+/),
    });
  }, 150_000);
});

describe.skipIf(!hasSlurm)(`a machine that goes down${needsSlurm}`, () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster();
  });

  test('takes no node with it where SLURM puts the job back into the queue', async () => {
    const place = await openWorkplace(cluster, NODES, ['executor.patience=1']);
    const started = place.run();
    const first = await place.gate.arrival('train');
    const id = await idOf(cluster, place.store);
    await cluster.call('scontrol', 'update', 'NodeName=pretend1', 'State=DOWN', 'Reason=test');
    await until(async () => (await queue(cluster)).find((job) => job.id === id)?.state === 'PENDING');
    await first.gone;
    started.kill('SIGTERM');
    const ended = asRun(await started.ended);
    expect(failuresOf(ended)['train']).toMatchObject({ code: 'PROUIE_INTERRUPTED' });
    expect((await queue(cluster)).find((job) => job.id === id)?.state).toBe('PENDING');
  });

  test('fails the node as the machine’s doing where SLURM may not, and another attempt follows', async () => {
    const place = await openWorkplace(cluster, NODES, ['executor.patience=1', 'executor.requeue=false']);
    await until(async () => {
      // Refused once it is back, by itself or by an earlier call.
      await cluster.call('scontrol', 'update', 'NodeName=pretend1', 'State=RESUME').catch(() => undefined);
      return /idle|mixed/.test(await cluster.call('sinfo', '--noheader', '--format=%T'));
    });
    const started = place.run();
    await place.gate.arrival('train');
    await cluster.call('scontrol', 'update', 'NodeName=pretend1', 'State=DOWN', 'Reason=test');
    expect(await started.event((event) => event.type === 'retry')).toMatchObject({
      failure: { code: 'PROUIE_NODE_FAILED' },
    });
    started.kill('SIGTERM');
    await started.ended;
  });
});
