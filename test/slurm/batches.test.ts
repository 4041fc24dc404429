import { readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { asRun } from '../end-to-end/prouie.ts';
import {
  type Cluster,
  hasSlurm,
  jobsOf,
  needsSlurm,
  openWorkplace,
  replaceProgram,
  startCluster,
} from './workplace.ts';

const SMALL = 'executor.small=batch';

function callsIn(folder: string): number {
  return readFileSync(join(folder, 'calls'), 'utf8').split('\n').length - 1;
}

describe.skipIf(!hasSlurm)(`small nodes on the cluster${needsSlurm}`, () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster();
  });

  test('are made many in one job: a thousand cost four submissions and one question a poll', async () => {
    const count = 'echo call >>"$SELF/calls"; exec "$REAL" "$@"';
    const sbatch = replaceProgram('sbatch', count);
    const squeue = replaceProgram('squeue', count);
    const place = await openWorkplace(
      cluster,
      { small: { argv: ['sh', '-c', 'echo NODE >{out:made}'], count: 1000 } },
      [SMALL, 'executor.batch={nodes: 250, cpu: 4}', 'executor.poll=2'],
      { env: { PATH: [sbatch.folder, squeue.PATH].join(delimiter) } },
    );
    const ran = asRun(await place.run().ended);
    expect(ran.summary).toMatchObject({ ran: 1000, failed: 0 });
    expect(callsIn(sbatch.folder)).toBe(4);
    expect(callsIn(squeue.folder)).toBeLessThanOrEqual(Math.ceil(ran.summary.seconds / 2) + 1);
  }, 240_000);

  test('fail each for itself, and the others of the job are made', async () => {
    const place = await openWorkplace(
      cluster,
      {
        good: { argv: ['sh', '-c', 'echo NODE >{out:made}'], count: 5 },
        throws: { argv: ['sh', '-c', 'exit 3'] },
        dies: { argv: ['sh', '-c', 'kill -9 $PPID; sleep 60'] },
      },
      [SMALL],
    );
    const ran = asRun(await place.run().ended);
    expect(ran.summary).toMatchObject({ ran: 5, failed: 2 });
    const codes = Object.fromEntries(
      ran.events.flatMap((event) => (event.type === 'fail' ? [[event.node, event.failure.code]] : [])),
    );
    expect(codes).toEqual({ throws: 'PROUIE_COMMAND_FAILED', dies: 'PROUIE_WORKER_DIED' });
    expect(jobsOf(place.store)).toHaveLength(1);
  });

  test('are looked after by the next run when their controller was killed', async () => {
    const place = await openWorkplace(cluster, { left: {}, right: {} }, [SMALL]);
    const first = place.run();
    const [left, right] = [await place.gate.arrival('left'), await place.gate.arrival('right')];
    left.order({ do: 'finish' });
    await left.gone.catch(() => undefined);
    first.kill('SIGKILL');
    await first.ended;
    const next = place.run();
    await next.event((event) => event.type === 'start' && event.node === 'right');
    right.order({ do: 'finish' });
    const ran = asRun(await next.ended);
    expect(ran.code).toBe(0);
    expect(jobsOf(place.store)).toHaveLength(1);
    expect([place.gate.count('left'), place.gate.count('right')]).toEqual([1, 1]);
  });

  test('are tried again when their job ended under them', async () => {
    const place = await openWorkplace(cluster, { left: {}, right: {} }, [SMALL, 'executor.patience=1']);
    const started = place.run();
    const both = [await place.gate.arrival('left'), await place.gate.arrival('right')];
    // The workers' parent is the process of the job.
    process.kill(
      Number(readFileSync(`/proc/${both[0]!.pid}/stat`, 'utf8').replace(/.*\) /, '').split(' ')[1]),
      'SIGKILL',
    );
    await Promise.all(both.map(({ gone }) => gone));
    for (const again of [await place.gate.arrival('left'), await place.gate.arrival('right')])
      again.order({ do: 'finish' });
    const ran = asRun(await started.ended);
    expect([...ran.made].sort()).toEqual(['left', 'right']);
    expect(ran.events.filter(({ type }) => type === 'retry')).toHaveLength(2);
  });
});

describe.skipIf(!hasSlurm)(`outputs that appear late${needsSlurm}`, () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster();
  });

  /** Runs the node aside, and shows its outputs to others only so many seconds after its exit record. */
  function hiding(seconds: number): string {
    const { folder } = replaceProgram(
      'late',
      `attempt=\${@: -1}
blobs=$(dirname "$(dirname "$(dirname "$attempt")")")/blobs
cp -a "$attempt" "$SELF/attempt"
"\${@:1:$#-1}" "$SELF/attempt"
mv "$blobs" "$SELF/hidden" && mkdir "$blobs"
mv "$SELF/attempt/exit.json" "$attempt/exit.json"
sleep ${seconds}
cp -a "$SELF/hidden/." "$blobs/"`,
    );
    return join(folder, 'late');
  }

  test('are waited for', async () => {
    const place = await openWorkplace(
      cluster,
      { train: { argv: ['cp', '/etc/hostname', '{out:made}'], resources: { cpu: 1 } } },
      [`executor.container=[${hiding(2)}]`],
    );
    const ran = asRun(await place.run().ended);
    expect(ran.made).toEqual(['train']);
  });

  test('are not waited for without end: the message names the file', async () => {
    const place = await openWorkplace(
      cluster,
      { train: { argv: ['cp', '/etc/hostname', '{out:made}'], resources: { cpu: 1 } } },
      [`executor.container=[${hiding(30)}]`, 'executor.patience=2'],
    );
    const ran = asRun(await place.run().ended);
    expect(ran.events).toContainEqual(
      expect.objectContaining({
        type: 'fail',
        failure: expect.objectContaining({
          code: 'PROUIE_OUTPUT_LATE',
          location: { file: expect.stringMatching(/blobs/) },
        }),
      }),
    );
  });
});
