import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openGate } from '../end-to-end/gate.ts';
import { asRun, eventsOf, pipelines, prouie, startProuie } from '../end-to-end/prouie.ts';
import { temporaryFolder } from '../end-to-end/temporary-folder.ts';
import { openBench } from './bench.ts';
import { canCompile } from './fault-library.ts';
import { canRename, letHeartsStop, OTHER_HOST, startOnOtherHost } from './other-host.ts';
import { tally } from './tally.ts';

const bench = canCompile() ? await openBench() : undefined;
const because = bench === undefined ? ' (needs a C compiler on Linux)' : '';

describe.skipIf(bench === undefined)(`runs on one store${because}`, () => {
  const title = 'of which one is killed, leave what one undisturbed run leaves';
  test.each([
    ['two started together', 2, 0],
    ['five started together', 5, 0],
    ['two started one after the other', 2, 8],
    ['five started one after the other', 5, 5],
  ])(`%s, ${title}`, async (_how, count, apart) => {
    const folder = bench!.folder();
    const runs = [bench!.start(folder)];
    while (runs.length < count) {
      await runs.at(-1)!.made(apart);
      runs.push(bench!.start(folder));
    }
    const [killed, ...others] = runs;
    await killed!.made(10);
    killed!.kill('SIGKILL');
    for (const { ended } of others) expect(await ended).toMatchObject({ code: 0, stderr: '' });
    const problems = await bench!.recover(folder);
    tally(`${count} runs at once`, problems.length === 0);
    expect(problems).toEqual([]);
  });
});

describe('a controller that is stopped by a signal', () => {
  test('keeps its claim on this host, and goes on when it is woken', async () => {
    const { caller, flags, gate } = await steer();
    const first = startProuie(caller, 'run', '--json', ...flags);
    const left = await gate.arrival('left');
    first.kill('SIGSTOP');
    const second = startProuie(caller, 'run', '--json', ...flags);
    await second.event((event) => event.type === 'wait');
    first.kill('SIGCONT');
    left.order({ do: 'finish' });
    expect(asRun(await first.ended).summary).toMatchObject({ ran: 1, failed: 0 });
    expect(asRun(await second.ended).summary).toMatchObject({ ran: 0, fresh: 1, failed: 0 });
    expect(gate.count('left')).toBe(1);
    tally('a controller that sleeps', true);
  });
});

const named = canRename();
const asRoot = named ? '' : ' (needs the right to unshare)';

describe.skipIf(!named)(`a claim from another host${asRoot}`, () => {
  test('holds while its heart beats, and is void a minute after that stopped', async () => {
    const { caller, flags, gate } = await steer();
    const far = startOnOtherHost(caller.cwd, flags);
    const before = await gate.arrival('left');
    const here = startProuie(caller, 'run', '--json', ...flags);
    const waits = await here.event((event) => event.type === 'wait');
    expect(waits).toMatchObject({ by: expect.stringContaining(OTHER_HOST) });
    far.kill('SIGKILL');
    await before.gone;
    letHeartsStop(caller.cwd);
    const started = await here.event((event) => event.type === 'start');
    expect(started).toMatchObject({ node: 'left', attempt: 2 });
    (await gate.arrival('left')).order({ do: 'finish' });
    expect(asRun(await here.ended).summary).toMatchObject({ ran: 1, failed: 0 });
    tally('a claim of a dead host', true);
  });

  test('whose controller sleeps longer than that is taken over, and the sleeper does no harm when it wakes', async () => {
    const { caller, flags, gate } = await steer();
    const far = startOnOtherHost(caller.cwd, flags);
    const sleeper = await gate.arrival('left');
    far.kill('SIGSTOP');
    letHeartsStop(caller.cwd);
    const here = startProuie(caller, 'run', '--json', ...flags);
    (await gate.arrival('left')).order({ do: 'finish' });
    expect(asRun(await here.ended).summary).toMatchObject({ ran: 1, failed: 0 });
    sleeper.order({ do: 'finish' });
    far.kill('SIGCONT');
    const { code, stdout } = await far.ended;
    expect(code).toBe(0);
    expect(eventsOf({ stdout }).at(-1)).toMatchObject({ type: 'summary', failed: 0 });
    const verified = await prouie(caller, 'verify', '--json');
    expect(JSON.parse(verified.stdout)).toMatchObject({ records: 1, broken: [], unequal: [] });
    tally('a second writer', true);
  });
});

async function steer() {
  const gate = await openGate();
  const caller = { cwd: temporaryFolder() };
  const flags = ['--pipeline', join(pipelines, 'steered-nodes.ts'), '--set', `gate=${gate.path}`, 'left'];
  return { caller, flags, gate };
}
