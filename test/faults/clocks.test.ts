import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { watch } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openGate } from '../end-to-end/gate.ts';
import { asRun, pipelines, startProuie } from '../end-to-end/prouie.ts';
import { temporaryFolder } from '../end-to-end/temporary-folder.ts';
import { openBench } from './bench.ts';
import { canCompile } from './fault-library.ts';
import { canRename, startOnOtherHost } from './other-host.ts';
import { tally } from './tally.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;
const bench = canCompile() ? await openBench() : undefined;
const because = bench === undefined ? ' (needs a C compiler on Linux)' : '';

describe.skipIf(bench === undefined)(`a clock that jumps in the middle of a run${because}`, () => {
  test.each([
    ['controller', 'a day ahead', DAY],
    ['controller', 'a day back', -DAY],
    ['worker', 'a day back', -DAY],
  ] as const)('(of the %s, %s) changes nothing', async (role, _how, seconds) => {
    const folder = bench!.folder();
    const ended = await bench!.startDisturbed(folder, { role, at: 200, seconds }).ended;
    expect(bench!.library.report(folder).what).toBeDefined();
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    const problems = await bench!.recover(folder);
    tally('a clock that jumps', problems.length === 0);
    expect(problems).toEqual([]);
  });

  test('hides no change of an input', async () => {
    const folder = bench!.folder();
    await bench!.startDisturbed(folder, { role: 'controller', at: 1, seconds: DAY }).ended;
    const yarn = join(folder, 'yarn.txt');
    writeFileSync(yarn, readFileSync(yarn, 'utf8').replace('blue', 'pink'));
    const again = await bench!.start(folder).ended;
    expect(again.events.at(-1)).toMatchObject({ type: 'summary', ran: bench!.nodes });
    tally('a clock that jumps', true);
  });
});

const named = canRename() && bench !== undefined;
const asRoot = named ? '' : ' (needs the right to unshare, and a C compiler)';

describe.skipIf(!named)(`a controller on a host whose clock is wrong${asRoot}`, () => {
  test('by an hour keeps its claim, since the clock of the file server counts', async () => {
    const gate = await openGate();
    const cwd = temporaryFolder();
    const flags = ['--pipeline', join(pipelines, 'steered-nodes.ts'), '--set', `gate=${gate.path}`, 'left'];
    const clock = bench!.library.environment(cwd, { role: 'controller', at: 1, seconds: -HOUR });
    const far = startOnOtherHost(cwd, flags, clock);
    const left = await gate.arrival('left');
    await nextBeat(cwd);
    expect(Math.abs(statSync(heart(cwd)).mtimeMs - Date.now())).toBeLessThan(30_000);
    const here = startProuie({ cwd }, 'run', '--json', ...flags);
    await here.event((event) => event.type === 'wait');
    left.order({ do: 'finish' });
    expect((await far.ended).code).toBe(0);
    expect(asRun(await here.ended).summary).toMatchObject({ ran: 0, fresh: 1 });
    expect(gate.count('left')).toBe(1);
    tally('a wrong clock', true);
  });
});

/** The sign of life of the only run. */
function heart(cwd: string): string {
  const folder = join(cwd, '.prouie', 'temporary');
  const [name] = readdirSync(folder).filter((one) => one.endsWith('.alive'));
  return join(folder, name!);
}

/** When the only run has said once more that it lives. */
async function nextBeat(cwd: string): Promise<void> {
  for await (const _change of watch(heart(cwd))) return;
}
