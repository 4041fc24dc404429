import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { canRename, letHeartsStop, OTHER_HOST, startOnOtherHost } from '../faults/other-host.ts';
import { type DetachedPlace, detach, openDetachedPlace, recordOfRun } from './detached-run.ts';
import { asRun, eventsOf, packageRoot, prouie, startProuie } from './prouie.ts';
import { hasTerminal, onTerminal } from './terminal.ts';

function attach({ caller, runs }: DetachedPlace, ...words: readonly string[]) {
  return startProuie(caller, 'attach', ...runs, '--json', ...words);
}

function cancel({ caller, runs }: DetachedPlace, ...words: readonly string[]) {
  return prouie(caller, 'cancel', ...runs, ...words);
}

describe('run --detach', () => {
  test('returns when the run has begun, which goes on without its caller and does not mind a hang-up', async () => {
    const place = await openDetachedPlace();
    const { run, pid, log } = await place.detach('left', 'above');
    const left = await place.gate.arrival('left');
    expect(recordOfRun(place.store, run)).toMatchObject({
      run,
      endedAt: null,
      controller: { place: 'background', pid, job: null },
    });
    process.kill(pid!, 'SIGHUP');
    // What it is at counts as in use.
    const collected = await prouie(place.caller, 'gc', '--apply', '--keep-runs', '0', '--json');
    expect(JSON.parse(collected.stdout)).toMatchObject({ living: [run], removed: 0 });
    left.order({ do: 'finish' });
    (await place.gate.arrival('above')).order({ do: 'finish' });
    const ran = asRun(await attach(place, run).ended);
    expect(ran.code).toBe(0);
    expect(ran.made).toEqual(['left', 'above']);
    expect(ran.summary).toMatchObject({ ran: 2, failed: 0 });
    expect(readFileSync(log!, 'utf8')).toMatch(/made left .*\n.*made above .*\nquick: 2 ran, 0 fresh in /);
  });

  test('prints the name alone on standard output, and beside it how to see and end the run', async () => {
    const place = await openDetachedPlace();
    const { stdout, stderr } = await prouie(place.caller, 'run', '--detach', ...place.flags, 'left');
    const run = stdout.trimEnd();
    expect(recordOfRun(place.store, run).run).toBe(run);
    expect(stderr).toContain(`prouie attach ${run}`);
    expect(stderr).toContain(`prouie cancel ${run}`);
    expect((await cancel(place, run)).code).toBe(0);
  });

  test('starts nothing where all is fresh, and says so', async () => {
    const place = await openDetachedPlace();
    const { run } = await place.detach('left');
    (await place.gate.arrival('left')).order({ do: 'finish' });
    await attach(place, run).ended;
    const again = await prouie(place.caller, 'run', '--detach', '--json', ...place.flags, 'left');
    expect(again.code).toBe(0);
    expect(JSON.parse(again.stdout)).toEqual({ schemaVersion: 1, run: null });
    expect(again.stderr).toContain('Nothing to do');
    expect(readdirSync(join(place.store, 'events'))).toEqual([`${run}.jsonl`]);
  });

  test.each([
    ['a node that is not there', ['lefd'], 'Did you mean "left"'],
    ['a flag that is not there', ['--jobz', '2'], 'Did you mean "--jobs"'],
    ['a setting of the cluster that is none', ['--set', 'executor={kind: slurn}'], 'PROUIE_INVALID'],
  ])('refuses %s at once, and leaves nothing behind', async (_, words, says) => {
    const { caller, flags, store } = await openDetachedPlace();
    const { code, stdout, stderr } = await prouie(caller, 'run', '--detach', ...flags, ...words);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(says);
    expect(existsSync(join(store, 'runs'))).toBe(false);
  });

  test('shows the end of the log of a run that ends before it began', async () => {
    const { caller, flags, store } = await openDetachedPlace();
    mkdirSync(store);
    writeFileSync(join(store, 'cache'), 'a file where a folder should be');
    const { code, stdout, stderr } = await prouie(caller, 'run', '--detach', ...flags, 'left');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(
      /PROUIE_RUN_START: .*exit code 2\.\n[\s\S]*PROUIE_STORE_PATH: Cannot write .*cache/,
    );
    expect(stderr).toMatch(/runs\/\S+\.log/);
  });

  test('twice on one store has the second run wait for the first one’s nodes', async () => {
    const place = await openDetachedPlace();
    const first = await place.detach('left');
    const left = await place.gate.arrival('left');
    const second = await place.detach('left');
    const watched = attach(place, second.run);
    expect(await watched.event(({ type }) => type === 'wait')).toMatchObject({
      node: 'left',
      by: expect.stringContaining(`process ${first.pid}`),
    });
    left.order({ do: 'finish' });
    expect(asRun(await watched.ended).summary).toMatchObject({ ran: 0, fresh: 1 });
    expect(place.gate.count('left')).toBe(1);
  });
});

describe('attach', () => {
  test('ends with the exit code and the summary of a run that fails', async () => {
    const place = await openDetachedPlace();
    const { run } = await place.detach('left');
    const shown = startProuie(place.caller, 'attach', run);
    (await place.gate.arrival('left')).order({ do: 'throw', message: 'No such spell.' });
    const { code, stderr } = await shown.ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /failed left: PROUIE_STEP: No such spell\.[\s\S]*\nquick: 0 ran, 0 fresh, 1 failed in /,
    );
  });

  test('shows a run in another terminal, and the newest that is going on where none is named', async () => {
    const place = await openDetachedPlace();
    const there = startProuie(place.caller, 'run', '--json', ...place.flags, 'left');
    const left = await place.gate.arrival('left');
    const watched = attach(place);
    await watched.event(({ type }) => type === 'start');
    left.order({ do: 'finish' });
    const [seen, ran] = [asRun(await watched.ended), asRun(await there.ended)];
    expect(seen.code).toBe(0);
    expect(seen.summary).toMatchObject({ ...ran.summary, time: expect.any(String) });
    // Progress is not kept.
    expect(seen.events.map(({ type }) => type)).toEqual(
      ran.events.map(({ type }) => type).filter((type) => type !== 'progress'),
    );
  });

  test('leaves the run alone when it is interrupted, and says so', async () => {
    const place = await openDetachedPlace();
    const { run } = await place.detach('left');
    const left = await place.gate.arrival('left');
    const watched = attach(place);
    await watched.event(({ type }) => type === 'start');
    watched.kill('SIGINT');
    const { code, stderr } = await watched.ended;
    expect(code).toBe(130);
    expect(stderr).toContain(`goes on without this window: \`prouie attach ${run}\``);
    left.order({ do: 'finish' });
    expect(asRun(await attach(place, run).ended).made).toEqual(['left']);
    // Where none is going on, the newest is shown.
    expect(asRun(await attach(place).ended).made).toEqual(['left']);
  });

  test('says of a run whose controller was killed that it ended without a summary, and shows its log', async () => {
    const place = await openDetachedPlace();
    const { run, pid } = await place.detach('left');
    const left = await place.gate.arrival('left');
    const watched = attach(place, run);
    await watched.event(({ type }) => type === 'start');
    process.kill(pid!, 'SIGKILL');
    const { code, stderr } = await watched.ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /ended without a summary: its controller on \S+ is gone\.[\s\S]*`prouie run` goes on/,
    );
    await left.gone;
    expect((await attach(place).ended).code).toBe(1);

    const ended = await cancel(place, run);
    expect([ended.code, ended.stderr]).toEqual([0, expect.stringContaining('was gone already')]);
    expect((await cancel(place, run)).stderr).toContain('is over since');
  });

  test('passes over a line that a crash cut off, and waits for the rest of one that is still written', async () => {
    const place = await openDetachedPlace();
    const { run } = await place.detach('left');
    (await place.gate.arrival('left')).order({ do: 'finish' });
    await attach(place, run).ended;
    const events = join(place.store, 'events', `${run}.jsonl`);
    const lines = readFileSync(events, 'utf8');
    writeFileSync(events, `{"type":"fin${lines.slice(0, lines.indexOf('\n') + 1)}${lines}`);
    expect(eventsOf(await attach(place, run).ended).map(({ type }) => type)).toEqual([
      'plan',
      'start',
      'finish',
      'summary',
    ]);
    // A summary that does not show in the file stands in the record, too.
    writeFileSync(events, lines.slice(0, lines.indexOf('{"time"', 1)));
    const { code, stdout } = await attach(place, run).ended;
    expect(code).toBe(0);
    expect(eventsOf({ stdout }).map(({ type }) => type)).toEqual(['plan', 'summary']);
  });

  test('knows no run where none was, and suggests a name that is near', async () => {
    const place = await openDetachedPlace();
    const none = await prouie(place.caller, 'attach', ...place.runs);
    expect([none.code, none.stderr]).toEqual([2, expect.stringContaining('PROUIE_RUN_UNKNOWN')]);
    const { run } = await place.detach('left');
    const { code, stderr } = await prouie(place.caller, 'attach', `${run}0`);
    expect([code, stderr]).toEqual([2, expect.stringContaining(`Did you mean "${run}"?`)]);
    await cancel(place);
  });
});

describe('cancel', () => {
  test('stops running nodes with all that they started; the next run makes them', async () => {
    const place = await openDetachedPlace();
    const { run } = await place.detach('left', 'above');
    const left = await place.gate.arrival('left');
    left.order({ do: 'fork' });
    const child = await place.gate.arrival('left/child');
    const watched = attach(place, run);
    const { code, stderr } = await cancel(place);
    expect([code, stderr]).toEqual([0, expect.stringMatching(/has ended: 0 ran, 2 skipped/)]);
    await Promise.all([left.gone, child.gone]);
    const seen = asRun(await watched.ended);
    expect(seen.code).toBe(130);
    expect(seen.summary).toMatchObject({ ran: 0, failed: 0, skipped: 2 });

    await place.detach('left');
    (await place.gate.arrival('left')).order({ do: 'finish' });
    expect(asRun(await attach(place).ended).made).toEqual(['left']);
  });

  test('counts programs that it stopped as stopped, and none as failed', async () => {
    const place = await openDetachedPlace();
    const sleepers = { sleep: { argv: ['sh', '-c', 'sleep 600; echo NODE > {out:made}'], count: 4 } };
    const { run } = await detach(
      place.caller,
      ...['--pipeline', join(packageRoot, 'test/slurm/pipelines/nodes.ts'), '--jobs', '4'],
      ...[
        '--profile',
        'cluster',
        '--set',
        'executor={kind: pool}',
        '--set',
        `nodes=${JSON.stringify(sleepers)}`,
      ],
    );
    const watched = attach(place, run);
    await watched.event((event) => event.type === 'start' && event.node === 'sleep/3');
    expect((await cancel(place, run)).code).toBe(0);
    expect(asRun(await watched.ended).summary).toMatchObject({ ran: 0, failed: 0, skipped: 4 });
  });

  test('ends a run in another terminal', async () => {
    const place = await openDetachedPlace();
    const there = startProuie(place.caller, 'run', '--json', ...place.flags, 'left');
    const left = await place.gate.arrival('left');
    const { code, stdout } = await cancel(place, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ schemaVersion: 1, outcome: 'ended', jobs: [] });
    await left.gone;
    expect((await there.ended).code).toBe(130);
  });

  test('with --leave-jobs ends the controller as SIGTERM does', async () => {
    const place = await openDetachedPlace();
    const { run } = await place.detach('left');
    const left = await place.gate.arrival('left');
    expect((await cancel(place, run, '--leave-jobs')).code).toBe(0);
    await left.gone;
    expect(asRun(await attach(place, run).ended).code).toBe(130);
  });

  test('says when a run does not end in time, and has it end when it can', async () => {
    const place = await openDetachedPlace();
    const { run, pid } = await place.detach('left');
    const left = await place.gate.arrival('left');
    process.kill(pid!, 'SIGSTOP');
    const late = await cancel(place, run, '--wait', '0');
    expect([late.code, late.stderr]).toEqual([1, expect.stringContaining('did not within 0 s')]);
    process.kill(pid!, 'SIGCONT');
    await left.gone;
    expect(asRun(await attach(place, run).ended).code).toBe(130);
  });

  test('lists several runs that are going on, and ends the one that is named', async () => {
    const place = await openDetachedPlace();
    const [one, two] = [await place.detach('left'), await place.detach('right')];
    const listed = await cancel(place);
    expect(listed.code).toBe(2);
    expect(listed.stderr).toMatch(/2 runs of steered-nodes under quick are going on:/);
    for (const { run, pid } of [one, two])
      expect(listed.stderr).toMatch(new RegExp(`${run} .*in the background on \\S+ \\(process ${pid}\\)`));
    expect((await cancel(place, two.run)).code).toBe(0);
    expect((await cancel(place)).stderr).toContain(`${one.run} has ended`);
    const none = await cancel(place);
    expect([none.code, none.stderr]).toEqual([0, 'No run is going on.\n']);
  });

  test('names the runs of other pipelines instead of ending one of them', async () => {
    const place = await openDetachedPlace();
    const { run } = await place.detach('left');
    const { code, stderr } = await prouie(place.caller, 'cancel', '--profile', 'laptop');
    expect([code, stderr]).toEqual([2, expect.stringContaining(run)]);
    expect((await cancel(place, `${run}`)).code).toBe(0);
    const unknown = await cancel(place, `${run}0`);
    expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining(`Did you mean "${run}"?`)]);
  });
});

describe('status', () => {
  test('names the runs that are going on, and where', async () => {
    const place = await openDetachedPlace();
    const { run, pid } = await place.detach('left');
    await place.gate.arrival('left');
    const words = ['status', ...place.flags];
    expect((await prouie(place.caller, ...words)).stdout).toMatch(
      new RegExp(
        `\n${run} \\(steered-nodes, quick\\) goes on in the background on \\S+ \\(process ${pid}\\), for `,
      ),
    );
    expect(JSON.parse((await prouie(place.caller, ...words, '--json')).stdout)).toMatchObject({
      runs: [{ run, state: 'going on', place: 'background', pid, job: null }],
    });
    await cancel(place);
    expect((await prouie(place.caller, ...words)).stdout).not.toContain(run);
  });
});

const needsRename = canRename() ? '' : ' (needs the right to name a host)';

describe.skipIf(!canRename())(`a run on another host${needsRename}`, () => {
  test('is shown and ended from here', async () => {
    const place = await openDetachedPlace();
    const there = startOnOtherHost(place.caller.cwd, [...place.flags, 'left']);
    const left = await place.gate.arrival('left');
    const watched = attach(place);
    await watched.event(({ type }) => type === 'start');
    expect((await prouie(place.caller, 'status', ...place.flags)).stdout).toContain(
      `in a terminal on ${OTHER_HOST}`,
    );
    expect((await cancel(place)).code).toBe(0);
    await left.gone;
    expect(asRun(await watched.ended).code).toBe(130);
    expect((await there.ended).code).toBe(130);
  });

  test('is dead when its heart has not beaten for a minute', async () => {
    const place = await openDetachedPlace();
    const there = startOnOtherHost(place.caller.cwd, [...place.flags, 'left']);
    await place.gate.arrival('left');
    const watched = attach(place);
    await watched.event(({ type }) => type === 'start');
    there.kill('SIGKILL');
    await there.ended;
    letHeartsStop(place.caller.cwd);
    const { code, stderr } = await watched.ended;
    expect([code, stderr]).toEqual([1, expect.stringContaining(`its controller on ${OTHER_HOST} is gone`)]);
  });
});

const needsTerminal = hasTerminal ? '' : ' (needs script of util-linux)';

describe.skipIf(!hasTerminal)(`attach on a terminal${needsTerminal}`, () => {
  test('draws what is running, and leaves it alone on Ctrl-C', async () => {
    const place = await openDetachedPlace();
    const { run } = await place.detach('left');
    const left = await place.gate.arrival('left');
    const terminal = onTerminal(place.caller, 'attach', run);
    await terminal.shows(/0 of 1 nodes[\s\S]*left \d/);
    terminal.type('\u0003');
    const { code, shown } = await terminal.ended;
    expect(code).toBe(130);
    expect(shown).toContain('goes on without this window');
    left.order({ do: 'finish' });
    expect(asRun(await attach(place, run).ended).code).toBe(0);
  });
});
