import { existsSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { RunEvent } from '../../src/runner/run/events.ts';
import { asRun, prouie, status } from '../end-to-end/prouie.ts';
import {
  type Cluster,
  hasSlurm,
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

function attemptsOf(events: readonly RunEvent[]): number[] {
  return events.flatMap((event) => (event.type === 'start' ? [event.attempt] : []));
}

describe.skipIf(!hasSlurm)(`a controller that goes away${needsSlurm}`, () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster();
  });

  test('leaves its jobs alone when it is killed, and the next run looks after them', async () => {
    const place = await openWorkplace(cluster, NODES);
    const first = place.run();
    const train = await place.gate.arrival('train');
    const { name } = onlyJob(place.store);
    first.kill('SIGKILL');
    await first.ended;
    expect((await status(place.caller, ...place.flags)).get('train')?.status).toBe('running');
    const next = place.run();
    await next.event((event) => event.type === 'start');
    train.order({ do: 'finish' });
    const ran = asRun(await next.ended);
    expect(ran.code).toBe(0);
    expect(ran.made).toEqual(['train']);
    expect(attemptsOf(ran.events)).toEqual([1]);
    expect(jobsOf(place.store)).toEqual([name]);
    expect((await queue(cluster)).filter((job) => job.name === name)).toHaveLength(1);
    expect(place.gate.count('train')).toBe(1);
  });

  test('is told to end by SIGTERM: its jobs go on, and their results are taken by the next run', async () => {
    const place = await openWorkplace(cluster, NODES);
    const first = place.run();
    const train = await place.gate.arrival('train');
    first.kill('SIGTERM');
    const ended = asRun(await first.ended);
    expect(ended.code).toBe(130);
    train.order({ do: 'finish' });
    await train.gone;
    await until(async () =>
      (await queue(cluster)).some(
        ({ name, state }) => name === jobsOf(place.store)[0] && state === 'COMPLETED',
      ),
    );
    const ran = asRun(await place.run().ended);
    expect(ran.made).toEqual(['train']);
    expect(place.gate.count('train')).toBe(1);
    expect(jobsOf(place.store)).toHaveLength(1);
  });

  test('cancels its jobs on the second Ctrl-C, and the next run begins anew', async () => {
    const place = await openWorkplace(cluster, { ...NODES, wait: { resources: { cpu: 16 } } });
    const first = place.run();
    const train = await place.gate.arrival('train');
    await until(
      () =>
        jobsOf(place.store).every((name) => existsSync(join(place.store, 'jobs', name, 'submitted.json'))) &&
        jobsOf(place.store).length === 2,
    );
    first.kill('SIGINT');
    await first.event((event) => event.type === 'interrupt');
    first.kill('SIGINT');
    expect(asRun(await first.ended).code).toBe(130);
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
    expect(attemptsOf(ran.events)).toEqual([2]);
    expect(ran.made).toEqual(['train']);
  });

  test('is followed by two runs at once: one looks after the job, the other waits for it', async () => {
    const place = await openWorkplace(cluster, NODES);
    const first = place.run();
    const train = await place.gate.arrival('train');
    first.kill('SIGKILL');
    await first.ended;
    const both = [place.run(), place.run()];
    await Promise.all(
      both.map((run) => run.event((event) => event.type === 'start' || event.type === 'wait')),
    );
    train.order({ do: 'finish' });
    const ran = (await Promise.all(both.map((run) => run.ended))).map(asRun);
    expect(ran.map(({ code }) => code)).toEqual([0, 0]);
    expect(ran.flatMap(({ made }) => made)).toEqual(['train']);
    expect(jobsOf(place.store)).toHaveLength(1);
  });

  test('before sbatch did anything is followed by a run that submits the job itself', async () => {
    const { PATH, folder } = replaceProgram(
      'sbatch',
      'if [[ ! -e $SELF/once ]]; then touch "$SELF/once"; kill -KILL "$PPID"; exit 1; fi\nexec "$REAL" "$@"',
    );
    const place = await openWorkplace(cluster, NODES, ['executor.patience=2'], { env: { PATH } });
    expect((await place.run().ended).signal).toBe('SIGKILL');
    expect(existsSync(join(folder, 'once'))).toBe(true);
    const [given] = jobsOf(place.store);
    const next = place.run();
    (await place.gate.arrival('train')).order({ do: 'finish' });
    const ran = asRun(await next.ended);
    expect(ran.made).toEqual(['train']);
    expect(attemptsOf(ran.events)).toEqual([1]);
    expect(readlinkSync(join(place.store, 'jobs', given!, 'start'))).toBe('void');
    expect((await queue(cluster)).filter(({ name }) => jobsOf(place.store).includes(name))).toHaveLength(1);
  });

  test('between sbatch and its answer is followed by a run that finds the job by its name', async () => {
    const { PATH } = replaceProgram('sbatch', '"$REAL" "$@" && kill -KILL "$PPID"');
    const place = await openWorkplace(cluster, NODES, ['executor.patience=2'], { env: { PATH } });
    expect((await place.run().ended).signal).toBe('SIGKILL');
    const { name, folder } = onlyJob(place.store);
    expect(existsSync(join(folder, 'submitted.json'))).toBe(false);
    const next = place.run();
    (await place.gate.arrival('train')).order({ do: 'finish' });
    expect(asRun(await next.ended).made).toEqual(['train']);
    expect(jobsOf(place.store)).toEqual([name]);
    expect(place.gate.count('train')).toBe(1);
  });

  test('may have a call of sbatch that comes through late: the job that it makes does nothing', async () => {
    const { PATH, folder } = replaceProgram(
      'sbatch',
      `if [[ -e $SELF/once ]]; then exec "$REAL" "$@"; fi
touch "$SELF/once"
setsid bash -c 'until [[ -e $0/now ]]; do sleep 0.1; done; "$@" && touch "$0/done"' "$SELF" "$REAL" "$@" >/dev/null 2>&1 </dev/null &
kill -KILL "$PPID"`,
    );
    const place = await openWorkplace(cluster, NODES, ['executor.patience=1'], { env: { PATH } });
    expect((await place.run().ended).signal).toBe('SIGKILL');
    const [late] = jobsOf(place.store);
    const next = place.run();
    const train = await place.gate.arrival('train');
    await cluster.call('touch', join(folder, 'now'));
    await until(async () =>
      (await queue(cluster)).some(({ name, state }) => name === late && state === 'COMPLETED'),
    );
    train.order({ do: 'finish' });
    expect(asRun(await next.ended).made).toEqual(['train']);
    expect(place.gate.count('train')).toBe(1);
    expect(readFileSync(join(place.store, 'jobs', late!, 'output.txt'), 'utf8')).toMatch(/does nothing/);
  });

  test('is not needed for the claim: a run without the cluster waits for the job and takes its result', async () => {
    const place = await openWorkplace(cluster, NODES);
    const first = place.run();
    const train = await place.gate.arrival('train');
    first.kill('SIGKILL');
    await first.ended;
    const next = place.run('--set', 'executor.kind=pool', '--set', 'executor={kind: pool}');
    const wait = await next.event((event) => event.type === 'wait');
    expect(wait).toMatchObject({ by: expect.stringContaining(onlyJob(place.store).name) });
    train.order({ do: 'finish' });
    expect(asRun(await next.ended).summary).toMatchObject({ ran: 1, failed: 0 });
    expect(place.gate.count('train')).toBe(1);
  });

  test('leaves what a collection does not take', async () => {
    const place = await openWorkplace(cluster, NODES);
    const first = place.run();
    const train = await place.gate.arrival('train');
    first.kill('SIGKILL');
    await first.ended;
    await prouie(place.caller, 'gc', '--apply', '--keep-runs', '0');
    const next = place.run();
    await next.event((event) => event.type === 'start');
    train.order({ do: 'finish' });
    expect(asRun(await next.ended).made).toEqual(['train']);
  });
});

describe.skipIf(!hasSlurm)(`an sbatch that cannot be trusted${needsSlurm}`, () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster();
  });

  test('and reports an error although it did submit leads to one job', async () => {
    const { PATH, folder } = replaceProgram(
      'sbatch',
      `echo call >>"$SELF/calls"
"$REAL" "$@" >/dev/null
echo 'sbatch: error: Batch job submission failed: Socket timed out on send/recv operation' >&2
exit 1`,
    );
    const place = await openWorkplace(cluster, NODES, [], { env: { PATH } });
    const started = place.run();
    (await place.gate.arrival('train')).order({ do: 'finish' });
    expect(asRun(await started.ended).made).toEqual(['train']);
    expect(readFileSync(join(folder, 'calls'), 'utf8')).toBe('call\n');
    expect((await queue(cluster)).filter(({ name }) => name === onlyJob(place.store).name)).toHaveLength(1);
  });

  test('and fails for a while is asked again until it works', async () => {
    const { PATH, folder } = replaceProgram(
      'sbatch',
      `echo call >>"$SELF/calls"
if (($(wc -l <"$SELF/calls") < 3)); then echo 'sbatch: error: Unable to contact slurm controller' >&2; exit 1; fi
exec "$REAL" "$@"`,
    );
    const place = await openWorkplace(cluster, NODES, [], { env: { PATH } });
    const started = place.run();
    (await place.gate.arrival('train')).order({ do: 'finish' });
    expect(asRun(await started.ended).made).toEqual(['train']);
    expect(readFileSync(join(folder, 'calls'), 'utf8').split('\n')).toHaveLength(4);
  });

  test('and submits twice leads to one that works, while the other does nothing', async () => {
    const { PATH } = replaceProgram('sbatch', '"$REAL" "$@" && "$REAL" "$@"');
    const place = await openWorkplace(cluster, NODES, [], { env: { PATH } });
    const started = place.run();
    const train = await place.gate.arrival('train');
    const { name } = onlyJob(place.store);
    await until(
      async () =>
        (await queue(cluster)).filter((job) => job.name === name && job.state !== 'RUNNING').length === 1,
    );
    train.order({ do: 'finish' });
    expect(asRun(await started.ended).made).toEqual(['train']);
    expect(place.gate.count('train')).toBe(1);
  });

  test('and prints a banner of the site, and the cluster behind the id, is understood', async () => {
    const { PATH } = replaceProgram(
      'sbatch',
      'echo "Welcome to 9 machines"\nid=$("$REAL" "$@") && echo "$id;pretend"',
    );
    const place = await openWorkplace(cluster, NODES, [], { env: { PATH } });
    const started = place.run();
    (await place.gate.arrival('train')).order({ do: 'finish' });
    expect(asRun(await started.ended).made).toEqual(['train']);
    expect(readFileSync(join(onlyJob(place.store).folder, 'submitted.json'), 'utf8')).toMatch(/"id":"\d+"/);
  });
});
