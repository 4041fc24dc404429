import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { asRun, type Run } from '../end-to-end/prouie.ts';
import {
  beginAgain,
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

const NODES = { train: { resources: { gpu: 1 } } };

function startsOf({ events }: Run): number {
  return events.filter(({ type }) => type === 'start').length;
}

async function isNow(cluster: Cluster, id: string, state: string): Promise<void> {
  await until(async () => (await queue(cluster)).find((job) => job.id === id)?.state === state);
}

describe.skipIf(!hasSlurm).concurrent(`a job that is held up${needsSlurm}`, () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster();
  });

  test.for([
    ['suspended', 'SUSPENDED', ['scontrol', 'suspend'], ['scontrol', 'resume']],
    ['stopped', 'STOPPED', ['scancel', '--signal=STOP'], ['scancel', '--signal=CONT']],
  ] as const)(
    'because it was %s goes on where it was',
    async ([, state, [program, ...words], [undo, ...back]]) => {
      const answers = noteAnswers();
      const place = await openWorkplace(cluster, NODES, ['executor.patience=1'], {
        env: { PATH: answers.PATH },
      });
      const started = place.run();
      const train = await place.gate.arrival('train');
      const id = await idOf(cluster, place.store);
      await cluster.call(program, ...words, id);
      await isNow(cluster, id, state);
      await answers.told(state, 3);
      await cluster.call(undo, ...back, id);
      train.order({ do: 'finish' });
      const ran = asRun(await started.ended);
      expect(ran.made).toEqual(['train']);
      expect([startsOf(ran), jobsOf(place.store).length, place.gate.count('train')]).toEqual([1, 1, 1]);
    },
  );

  test.for([
    ['held', 'PENDING', ['requeuehold']],
    ['marked as special', 'SPECIAL_EXIT', ['requeuehold', 'State=SpecialExit']],
  ] as const)('because it was put back and %s begins again as the same attempt', async ([, state, words]) => {
    const answers = noteAnswers();
    const place = await openWorkplace(cluster, NODES, ['executor.patience=1'], {
      env: { PATH: answers.PATH },
    });
    const started = place.run();
    const first = await place.gate.arrival('train');
    const id = await idOf(cluster, place.store);
    await cluster.call('scontrol', ...words, id);
    await first.gone;
    await isNow(cluster, id, state);
    await answers.told(state, 3);
    await cluster.call('scontrol', 'release', id);
    await beginAgain(cluster, id);
    (await place.gate.arrival('train')).order({ do: 'finish' });
    const ran = asRun(await started.ended);
    expect(ran.made).toEqual(['train']);
    expect([startsOf(ran), jobsOf(place.store).length]).toEqual([1, 1]);
  });
});

describe.skipIf(!hasSlurm)(`a job whose machine is not at hand${needsSlurm}`, () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster({ with: ['gates'] });
  });

  /** Keeps jobs from beginning, or machines from being free again. @returns what lets them go on */
  function hold(what: 'prolog' | 'epilog'): () => void {
    const file = join(cluster.folder, `hold-${what}`);
    writeFileSync(file, '');
    return () => rmSync(file);
  }

  test('while its machine is made ready is waited for', async () => {
    const letGo = hold('prolog');
    const answers = noteAnswers();
    const place = await openWorkplace(cluster, NODES, ['executor.patience=1'], {
      env: { PATH: answers.PATH },
    });
    const started = place.run();
    await isNow(cluster, await idOf(cluster, place.store), 'CONFIGURING');
    await answers.told('CONFIGURING', 3);
    letGo();
    (await place.gate.arrival('train')).order({ do: 'finish' });
    const ran = asRun(await started.ended);
    expect([ran.made, jobsOf(place.store).length]).toEqual([['train'], 1]);
  });

  test('while its machine is cleared is not over, and fails its node only then', async () => {
    const letGo = hold('epilog');
    const answers = noteAnswers();
    const place = await openWorkplace(cluster, NODES, ['executor.patience=1'], {
      env: { PATH: answers.PATH },
    });
    const started = place.run();
    (await place.gate.arrival('train')).order({ do: 'die', by: 'SIGKILL' });
    await isNow(cluster, await idOf(cluster, place.store), 'COMPLETING');
    await answers.told('COMPLETING', 3);
    letGo();
    expect(failuresOf(asRun(await started.ended))['train']).toMatchObject({
      code: 'PROUIE_JOB_ENDED',
      message: expect.stringMatching(/FAILED/),
    });
  });

  test('beyond its deadline fails its node as such, and is not tried again', async () => {
    await cluster.call('scontrol', 'update', 'NodeName=pretend1', 'State=DRAIN', 'Reason=test');
    const place = await openWorkplace(cluster, { train: { resources: { cpu: 1, time: 10 } } }, [
      'executor.options=[--deadline=now+62]',
    ]);
    const ran = asRun(await place.run().ended);
    await cluster.call('scontrol', 'update', 'NodeName=pretend1', 'State=RESUME');
    expect((await queue(cluster)).find(({ name }) => name === jobsOf(place.store)[0])?.state).toBe(
      'DEADLINE',
    );
    expect(failuresOf(ran)['train']).toMatchObject({
      code: 'PROUIE_TIME_LIMIT',
      message: expect.stringMatching(/deadline/),
    });
    expect([startsOf(ran), jobsOf(place.store).length]).toEqual([1, 1]);
  });
});
