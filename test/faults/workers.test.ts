import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { RunEvent } from '../../src/runner/run/events.ts';
import { asRun, prouie, startProuie } from '../end-to-end/prouie.ts';
import { type SteeredRun, startSteered } from '../end-to-end/steered-run.ts';
import { tally } from './tally.ts';

describe('a worker that hangs', () => {
  test('stopped by a signal is ended at the time limit of its node, and the next run makes that', async () => {
    const steered = await startSteered('left', '--set', 'time=3');
    const left = await steered.gate.arrival('left');
    process.kill(left.pid, 'SIGSTOP');
    await left.gone;
    const ran = asRun(await steered.started.ended);
    expect(failureIn(ran.events)).toMatchObject({ code: 'PROUIE_TIME_LIMIT' });
    await expectMended(steered);
  });

  test('stopped by a signal, without a limit, is ended by the second Ctrl-C', async () => {
    const steered = await startSteered('left');
    const left = await steered.gate.arrival('left');
    process.kill(left.pid, 'SIGSTOP');
    steered.started.kill('SIGINT');
    await steered.started.event((event) => event.type === 'interrupt');
    steered.started.kill('SIGINT');
    await left.gone;
    expect((await steered.started.ended).code).toBe(130);
    await expectMended(steered);
  });

  test('and whose controller was killed ends when it is woken, and holds nothing up meanwhile', async () => {
    const steered = await startSteered('left');
    const left = await steered.gate.arrival('left');
    process.kill(left.pid, 'SIGSTOP');
    steered.started.kill('SIGKILL');
    await steered.started.ended;
    await expectMended(steered);
    process.kill(left.pid, 'SIGCONT');
    await left.gone;
    expect((await prouie(steered.caller, 'verify')).code).toBe(0);
  });
});

describe('a worker that runs out of memory', () => {
  test.each([
    ['when it has grown', 2_500_000_000],
    ['at once', 700_000_000],
  ])('%s fails its node alone, and the next run makes that', async (_when, bytes) => {
    const steered = await startSteered('left', 'right', '--jobs', '2');
    const [left, right] = [await steered.gate.arrival('left'), await steered.gate.arrival('right')];
    execFileSync('prlimit', ['--pid', String(left.pid), `--as=${bytes}`, '--core=0']);
    left.order({ do: 'devour' });
    await left.gone;
    right.order({ do: 'finish' });
    const ran = asRun(await steered.started.ended);
    expect(failureIn(ran.events)?.code).toMatch(/PROUIE_(WORKER_DIED|STEP)/);
    expect(ran.made).toEqual(['right']);
    await expectMended(steered);
  });
});

describe('a node that prints without end', () => {
  test('keeps the last part of its log, and fills no disk', async () => {
    const steered = await startSteered('left');
    const left = await steered.gate.arrival('left');
    left.order({ do: 'flood', megabytes: 150 });
    const started = await steered.started.event((event) => event.type === 'start');
    expect(asRun(await steered.started.ended).summary).toMatchObject({ ran: 1, failed: 0 });
    const folder = attemptFolder(steered, started);
    const [log, earlier] = [join(folder, 'log.txt'), join(folder, 'log.earlier.txt')];
    expect(statSync(log).size + statSync(earlier).size).toBeLessThan(70_000_000);
    expect(readFileSync(log, 'utf8')).toContain('What was written before stands in log.earlier.txt.');
    tally('a worker', true);
  });
});

describe('a node under which a folder is removed', () => {
  test.each(['work', 'temporary', 'events'])(
    '(%s) fails in words or ends well, and the next run is whole',
    async (part) => {
      const steered = await startSteered('left');
      const left = await steered.gate.arrival('left');
      rmSync(join(steered.caller.cwd, '.prouie', part), { recursive: true });
      left.order({ do: 'finish' });
      const ended = await steered.started.ended;
      expect(ended.stderr).not.toContain('PROUIE_BUG');
      expect(failureIn(asRun(ended).events)?.code).not.toBe('PROUIE_STEP');
      await expectMended(steered);
    },
  );

  test('(the whole store) ends the run in words, and the next run makes a new one', async () => {
    const steered = await startSteered('left');
    const left = await steered.gate.arrival('left');
    rmSync(join(steered.caller.cwd, '.prouie'), { recursive: true });
    left.order({ do: 'finish' });
    expect((await steered.started.ended).stderr).not.toContain('PROUIE_BUG');
    await expectMended(steered);
  });
});

describe('a node that starts a process and exits', () => {
  test.each([0, 1])(
    'with code %i fails without its outputs, and takes that process with it',
    async (code) => {
      const steered = await startSteered('left');
      const left = await steered.gate.arrival('left');
      left.order({ do: 'fork' });
      const child = await steered.gate.arrival('left/child');
      left.order({ do: 'die', by: code });
      await child.gone;
      const ran = asRun(await steered.started.ended);
      expect(failureIn(ran.events)).toMatchObject({ code: 'PROUIE_WORKER_DIED' });
      expect(existsSync(join(steered.caller.cwd, '.prouie', 'records'))).toBe(false);
      await expectMended(steered);
    },
  );
});

/** The next run makes `left`, and finds the store whole. */
async function expectMended({ caller, flags, gate }: SteeredRun): Promise<void> {
  const next = startProuie(caller, 'run', '--json', ...flags, 'left');
  const ended = next.ended.then(asRun);
  await Promise.race([gate.arrival('left').then((left) => left.order({ do: 'finish' })), ended]);
  expect(await ended).toMatchObject({ code: 0, summary: { failed: 0, skipped: 0 } });
  expect((await prouie(caller, 'verify')).code).toBe(0);
  tally('a worker', true);
}

function failureIn(events: readonly RunEvent[]) {
  return events.flatMap((event) => (event.type === 'fail' ? [event.failure] : []))[0];
}

function attemptFolder({ caller }: SteeredRun, started: RunEvent): string {
  if (started.type !== 'start') throw new Error('No node was started.');
  return join(caller.cwd, '.prouie', 'work', started.key, String(started.attempt));
}
