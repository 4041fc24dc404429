import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { RunEvent } from '../../src/runner/run/events.ts';
import { openGate } from './gate.ts';
import { asRun, namesWith, pipelines, prouie, run, startProuie, status } from './prouie.ts';
import { type SteeredRun, startSteered } from './steered-run.ts';
import { digestsIn } from './store-files.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { hasTerminal, onTerminal } from './terminal.ts';

describe('Ctrl-C', () => {
  test('lets running nodes end and starts nothing new; the next run goes on from there', async () => {
    const steered = await startSteered('--jobs', '1', 'left', 'above');
    const { gate, started } = steered;
    const left = await gate.arrival('left');
    started.kill('SIGINT');
    await started.event((event) => event.type === 'interrupt' && event.how === 'finishing');
    left.order({ do: 'finish' });
    const ran = asRun(await started.ended);
    expect(ran.code).toBe(130);
    expect(ran.made).toEqual(['left']);
    expect(ran.summary).toMatchObject({ ran: 1, failed: 0, skipped: 1 });
    expect(ran.events).toContainEqual(
      expect.objectContaining({ type: 'skip', node: 'above', because: 'the run was stopped' }),
    );

    const next = startAgain(steered, 'left', 'above');
    (await gate.arrival('above')).order({ do: 'finish' });
    const went = asRun(await next.ended);
    expect(went.code).toBe(0);
    expect(went.made).toEqual(['above']);
    expect(went.summary.fresh).toBe(1);
  });

  test('pressed twice stops running nodes with all that they started; the next run makes them', async () => {
    const steered = await startSteered('left');
    const { gate, started } = steered;
    const left = await gate.arrival('left');
    left.order({ do: 'fork' });
    const child = await gate.arrival('left/child');
    started.kill('SIGINT');
    await started.event((event) => event.type === 'interrupt');
    started.kill('SIGINT');
    await Promise.all([left.gone, child.gone]);
    const ran = asRun(await started.ended);
    expect(ran.code).toBe(130);
    expect(ran.made).toEqual([]);
    expect(ran.events).toContainEqual(expect.objectContaining({ type: 'interrupt', how: 'stopping' }));
    expect((await status(steered.caller, ...steered.flags, 'left')).get('left')?.status).toBe('stale');

    const next = startAgain(steered, 'left');
    (await gate.arrival('left')).order({ do: 'finish' });
    expect(asRun(await next.ended).made).toEqual(['left']);
  });
});

const because = hasTerminal ? '' : ' (needs script of util-linux)';

describe.skipIf(!hasTerminal)(`Ctrl-C typed on a terminal${because}`, () => {
  test('reaches the run and none of the programs that its nodes started', async () => {
    const gate = await openGate();
    const cwd = temporaryFolder();
    const flags = ['--pipeline', join(pipelines, 'steered-nodes.ts'), '--set', `gate=${gate.path}`];
    const terminal = onTerminal({ cwd }, 'run', ...flags, 'left');
    const left = await gate.arrival('left');
    left.order({ do: 'fork' });
    const child = await gate.arrival('left/child');
    terminal.type('\u0003');
    await terminal.shows(/Interrupted: nothing new is started/);
    expect(isAlive(child.pid)).toBe(true);
    left.order({ do: 'finish' });
    const { code, shown } = await terminal.ended;
    expect(code).toBe(130);
    expect(shown).toContain('1 ran, 0 fresh');
    await child.gone;
  });
});

describe('a run that is told to end', () => {
  test('by SIGTERM stops its nodes at once and says that it was interrupted', async () => {
    const { gate, started } = await startSteered('left');
    const left = await gate.arrival('left');
    started.kill('SIGTERM');
    await left.gone;
    expect((await started.ended).code).toBe(130);
  });
});

describe('a run that is killed', () => {
  test('takes its workers and their children with it, and its claim is taken over as the second attempt', async () => {
    const steered = await startSteered('left', 'above');
    const { gate, started, caller } = steered;
    const left = await gate.arrival('left');
    left.order({ do: 'fork' });
    const child = await gate.arrival('left/child');
    const claimed = await started.event((event) => event.type === 'start');
    started.kill('SIGKILL');
    expect((await started.ended).signal).toBe('SIGKILL');
    await Promise.all([left.gone, child.gone]);

    const first = attemptFolder(caller.cwd, claimed, 1);
    const before = filesOf(first);
    const next = startAgain(steered, 'left', 'above');
    (await gate.arrival('left')).order({ do: 'finish' });
    (await gate.arrival('above')).order({ do: 'finish' });
    const ran = asRun(await next.ended);
    expect(ran.code).toBe(0);
    expect(ran.made).toEqual(['left', 'above']);
    expect(ran.events).toContainEqual(expect.objectContaining({ type: 'start', node: 'left', attempt: 2 }));
    expect(filesOf(first)).toEqual(before);
    expect(existsSync(join(first, 'exit.json'))).toBe(false);
    expect(namesWith(await status(caller, ...steered.flags), 'fresh')).toEqual(['left', 'above']);
  });

  test('takes a worker with it that never looks up', async () => {
    const { gate, started } = await startSteered('left');
    const left = await gate.arrival('left');
    left.order({ do: 'fork' });
    const child = await gate.arrival('left/child');
    left.order({ do: 'spin' });
    await started.event((event) => event.type === 'progress');
    started.kill('SIGKILL');
    await Promise.all([left.gone, child.gone]);
  });

  test('again and again leaves nothing half made: in the end all is there and as it would have been', async () => {
    const pipeline = join(pipelines, 'parcels.ts');
    const flags = ['--pipeline', pipeline, '--set', 'bytes=5000', '--set', 'count=6'];
    const caller = { cwd: temporaryFolder() };
    for (const results of [1, 3]) {
      const killed = startProuie(caller, 'run', '--json', ...flags);
      // On a busy machine the run may be further by the time this hears of it, or even at its end.
      await Promise.race([killed.finished(results), killed.ended]);
      killed.kill('SIGKILL');
      await killed.ended;
      expect((await prouie(caller, 'verify')).code).toBe(0);
    }
    const last = await run(caller, ...flags);
    expect(last.code).toBe(0);
    expect(last.summary.fresh).toBeGreaterThan(0);
    const undisturbed = { cwd: temporaryFolder() };
    await run(undisturbed, ...flags);
    const [store, other] = [caller, undisturbed].map(({ cwd }) => join(cwd, '.prouie'));
    expect(digestsIn(store!, pipeline)).toEqual(digestsIn(other!, pipeline));
  });

  test('is no run any more for `status`, and what it had made stays', async () => {
    const steered = await startSteered('--jobs', '1', 'left', 'above');
    const { gate, started, caller, flags } = steered;
    (await gate.arrival('left')).order({ do: 'finish' });
    const above = await gate.arrival('above');
    const running = await status(caller, ...flags, 'above');
    expect(running.get('above')?.status).toBe('running');
    started.kill('SIGKILL');
    await Promise.all([above.gone, started.ended]);
    const told = await status(caller, ...flags);
    expect(told.get('left')?.status).toBe('fresh');
    expect(told.get('above')?.status).toBe('stale');
    const verified = await prouie(caller, 'verify');
    expect(verified.code).toBe(0);
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    // No such process.
    return false;
  }
}

function startAgain({ caller, flags }: SteeredRun, ...words: readonly string[]) {
  return startProuie(caller, 'run', '--json', ...flags, ...words);
}

function attemptFolder(folder: string, claimed: RunEvent, attempt: number): string {
  if (claimed.type !== 'start') throw new Error('No node was started.');
  return join(folder, '.prouie', 'work', claimed.key, String(attempt));
}

function filesOf(folder: string): readonly (readonly [name: string, content: string])[] {
  return readdirSync(folder)
    .sort()
    .map((name) => [name, readFileSync(join(folder, name), 'utf8')]);
}
