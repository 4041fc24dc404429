import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { asRun, pipelines, prouie, startProuie, status } from './prouie.ts';
import { startSteered } from './steered-run.ts';
import { temporaryFolder } from './temporary-folder.ts';

describe('two runs on one store', () => {
  test('started together make each node once between them, and both end with all of it', async () => {
    const cwd = temporaryFolder();
    const side = join(cwd, 'side');
    const flags = ['--pipeline', join(pipelines, 'counted.ts'), '--set', `side=${side}`];
    const started = [1, 2, 3].map((jobs) =>
      startProuie({ cwd }, 'run', '--json', '--jobs', `${jobs}`, ...flags),
    );
    const runs = (await Promise.all(started.map((one) => one.ended))).map(asRun);
    const names = readFileSync(side, 'utf8').trimEnd().split('\n');
    expect(names).toHaveLength(12);
    expect(new Set(names).size).toBe(12);
    expect(runs.flatMap((one) => one.made).sort()).toEqual(names.sort());
    for (const one of runs) {
      expect(one.code).toBe(0);
      expect(one.summary).toMatchObject({ failed: 0, skipped: 0 });
      expect(one.summary.ran + one.summary.fresh).toBe(12);
    }
    expect([...(await status({ cwd }, ...flags)).values()].every((node) => node.status === 'fresh')).toBe(
      true,
    );
    expect((await prouie({ cwd }, 'verify')).code).toBe(0);
  });

  test('wait for one another: the second takes what the first is making', async () => {
    const { gate, started, caller, flags } = await startSteered('left');
    const left = await gate.arrival('left');
    const second = startProuie(caller, 'run', '--json', ...flags, 'left');
    const waits = await second.event((event) => event.type === 'wait');
    expect(waits).toMatchObject({ node: 'left' });
    expect((await status(caller, ...flags, 'left')).get('left')?.status).toBe('running');
    left.order({ do: 'finish' });
    expect(asRun(await started.ended).summary).toMatchObject({ ran: 1, fresh: 0 });
    expect(asRun(await second.ended).summary).toMatchObject({ ran: 0, fresh: 1, failed: 0 });
    expect(gate.count('left')).toBe(1);
  });

  test('the second makes what the first failed to make', async () => {
    const { gate, started, caller, flags } = await startSteered('left');
    const left = await gate.arrival('left');
    const second = startProuie(caller, 'run', '--json', ...flags, 'left');
    await second.event((event) => event.type === 'wait');
    left.order({ do: 'throw', message: 'no' });
    (await gate.arrival('left')).order({ do: 'finish' });
    expect(asRun(await started.ended).summary).toMatchObject({ ran: 0, failed: 1 });
    expect(asRun(await second.ended).summary).toMatchObject({ ran: 1, failed: 0 });
  });

  test('the second can be interrupted while it waits', async () => {
    const { gate, started, caller, flags } = await startSteered('left');
    const left = await gate.arrival('left');
    const second = startProuie(caller, 'run', '--json', ...flags, 'left');
    await second.event((event) => event.type === 'wait');
    second.kill('SIGINT');
    const gaveUp = asRun(await second.ended);
    expect(gaveUp.code).toBe(130);
    expect(gaveUp.summary).toMatchObject({ ran: 0, failed: 0, skipped: 1 });
    left.order({ do: 'finish' });
    expect(asRun(await started.ended).code).toBe(0);
  });
});
