import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { asRun, namesWith, pipelines, prouie, run, status } from './prouie.ts';
import { startSteered } from './steered-run.ts';
import { temporaryFolder } from './temporary-folder.ts';

const fragile = (side: string): string[] => [
  '--pipeline',
  join(pipelines, 'fragile.ts'),
  '--set',
  `side=${side}`,
];

describe('a program that fails', () => {
  test('fails its node with code, log and advice, skips what hangs on it, and the rest goes on', async () => {
    const cwd = temporaryFolder();
    const ran = await run({ cwd }, ...fragile(cwd));
    expect(ran.code).toBe(1);
    expect(ran.summary).toMatchObject({ ran: 1, fresh: 0, failed: 1, skipped: 2 });
    expect(ran.made).toEqual(['sound']);
    const failed = ran.events.find((event) => event.type === 'fail');
    expect(failed).toMatchObject({
      node: 'broken',
      failure: { code: 'PROUIE_COMMAND_FAILED', message: 'sh ended with exit code 3.' },
    });
    expect(failed?.failure.hint).toContain('It was called as: sh -c');
    expect(readFileSync(failed!.log, 'utf8')).toContain('out of yeast');
    const skipped = ran.events.flatMap((event) => (event.type === 'skip' ? [event.node] : []));
    expect(skipped).toEqual(['above', 'top']);
  });

  test('is told on a terminal-less standard error with its log, and `prouie logs` prints that', async () => {
    const cwd = temporaryFolder();
    const { code, stderr } = await prouie({ cwd }, 'run', ...fragile(cwd));
    expect(code).toBe(1);
    expect(stderr).toMatch(/failed broken: PROUIE_COMMAND_FAILED: sh ended with exit code 3\./);
    expect(stderr).toMatch(/skipped above: needs broken, which failed/);
    const log = /log: (.+)/.exec(stderr)?.[1];
    expect(existsSync(log!)).toBe(true);
    const logs = await prouie({ cwd }, 'logs', 'broken', ...fragile(cwd));
    expect(logs.stdout).toContain('out of yeast');
  });

  test('names the first nodes behind it alone, and with --verbose all', async () => {
    const cwd = temporaryFolder();
    writeFileSync(
      join(cwd, 'wide.ts'),
      `import { node, output } from 'prouie';
const broken = node({ name: 'broken', step: 'command', params: { argv: ['false'], stdout: 'y' }, outputs: { y: 'text' } });
const above = (index) => node({ name: 'above/' + index, step: 'command', params: { argv: ['cat', '{in:x}'], stdout: 'y' }, inputs: { x: output(broken, 'y') }, outputs: { y: 'text' } });
export const pipeline = () => [broken, ...[1, 2, 3, 4, 5, 6, 7, 8].map(above)];
`,
    );
    const skipped = async (...flags: string[]) => {
      const { stderr } = await prouie({ cwd }, 'run', '--pipeline', 'wide.ts', ...flags);
      expect(stderr).toContain('1 failed, 8 skipped');
      return stderr.match(/skipped (above|more).*/g);
    };
    const few = await skipped();
    expect(few).toHaveLength(6);
    expect(few?.at(-1)).toBe('skipped more, which the end counts');
    expect(await skipped('--verbose')).toHaveLength(8);
  });

  test('is `failed-before` for the next run, which tries it again as the second attempt', async () => {
    const cwd = temporaryFolder();
    await run({ cwd }, ...fragile(cwd));
    const told = await status({ cwd }, ...fragile(cwd));
    expect(told.get('broken')).toMatchObject({
      status: 'failed',
      reasons: [
        { type: 'failed-before', what: 'PROUIE_COMMAND_FAILED', before: 'sh ended with exit code 3.' },
      ],
    });
    writeFileSync(join(cwd, 'mended'), '');
    const again = await run({ cwd }, ...fragile(cwd));
    expect(again.code).toBe(0);
    expect(again.made).toEqual(['broken', 'above', 'top']);
    expect(again.events).toContainEqual(
      expect.objectContaining({ type: 'start', node: 'broken', attempt: 2 }),
    );
    expect(namesWith(await status({ cwd }, ...fragile(cwd)), 'fresh')).toHaveLength(4);
  });

  test('stays `failed-before` when another run did not get as far', async () => {
    const cwd = temporaryFolder();
    await run({ cwd }, ...fragile(cwd));
    await run({ cwd }, '--force', 'sound', ...fragile(cwd), 'sound');
    const told = await status({ cwd }, ...fragile(cwd));
    expect(told.get('broken')?.reasons[0]?.type).toBe('failed-before');
  });

  test('starts nothing new under --fail-fast', async () => {
    const cwd = temporaryFolder();
    const ran = await run({ cwd }, '--jobs', '1', '--fail-fast', ...fragile(cwd));
    expect(ran.code).toBe(1);
    expect(ran.made).toEqual([]);
    expect(ran.summary).toMatchObject({ ran: 0, failed: 1, skipped: 3 });
  });
});

describe('a step that goes wrong', () => {
  test('fails its node with its message when it throws, and the same worker makes the next node', async () => {
    const { started, gate } = await startSteered('--jobs', '1');
    const left = await gate.arrival('left');
    left.order({ do: 'throw', message: 'the oven is cold' });
    const right = await gate.arrival('right');
    expect(right.pid).toBe(left.pid);
    right.order({ do: 'finish' });
    const ran = asRun(await started.ended);
    expect(ran.code).toBe(1);
    expect(ran.made).toEqual(['right']);
    expect(failureOf(ran, 'left')).toMatchObject({ code: 'PROUIE_STEP', message: 'the oven is cold' });
  });

  test('fails its node when it forgets an output, and says which', async () => {
    const { started, gate } = await startSteered('left');
    (await gate.arrival('left')).order({ do: 'forget' });
    const ran = asRun(await started.ended);
    expect(failureOf(ran, 'left')).toMatchObject({
      code: 'PROUIE_OUTPUT_MISSING',
      message: 'The step ended without writing "made".',
    });
  });

  test.each([
    ['SIGKILL' as const, 'signal SIGKILL', 'dmesg'],
    [0, 'exit code 0', 'prouie logs'],
  ])('fails its node alone when its process ends by %s, and others go on', async (by, how, advice) => {
    const { started, gate } = await startSteered('--jobs', '2');
    const [left, right] = [await gate.arrival('left'), await gate.arrival('right')];
    left.order({ do: 'die', by });
    const failed = await started.event((event) => event.type === 'fail');
    right.order({ do: 'finish' });
    const ran = asRun(await started.ended);
    expect(ran.code).toBe(1);
    expect(ran.made).toEqual(['right']);
    expect(ran.summary).toMatchObject({ ran: 1, failed: 1, skipped: 1 });
    expect(failed).toMatchObject({ node: 'left', failure: { code: 'PROUIE_WORKER_DIED' } });
    expect(failureOf(ran, 'left').message).toContain(how);
    expect(failureOf(ran, 'left').hint).toContain(advice);
  });

  test('takes the processes that it started down with it when it is killed', async () => {
    const { started, gate } = await startSteered('left');
    const left = await gate.arrival('left');
    left.order({ do: 'fork' });
    const child = await gate.arrival('left/child');
    left.order({ do: 'die', by: 'SIGKILL' });
    await child.gone;
    expect(asRun(await started.ended).summary.failed).toBe(1);
  });

  test('leaves no process behind when it ended well', async () => {
    const { started, gate } = await startSteered('left');
    const left = await gate.arrival('left');
    left.order({ do: 'fork' });
    const child = await gate.arrival('left/child');
    left.order({ do: 'finish' });
    expect(asRun(await started.ended).code).toBe(0);
    await child.gone;
  });
});

describe.concurrent('a node with a time limit', () => {
  test('is stopped at its limit together with its children, and others go on', async () => {
    const { started, gate } = await startSteered('--jobs', '2', '--set', 'time=8');
    const [left, right] = [await gate.arrival('left'), await gate.arrival('right')];
    left.order({ do: 'fork' });
    const child = await gate.arrival('left/child');
    await Promise.all([left.gone, child.gone]);
    right.order({ do: 'finish' });
    const ran = asRun(await started.ended);
    expect(ran.made).toEqual(['right']);
    expect(failureOf(ran, 'left')).toMatchObject({
      code: 'PROUIE_TIME_LIMIT',
      message: 'The node ran longer than its limit of 8 s and was stopped.',
    });
    expect(failureOf(ran, 'left').hint).toContain('resources.time');
  });

  test('is stopped at its limit even when it never looks up', async () => {
    const { started, gate } = await startSteered('left', '--set', 'time=6');
    (await gate.arrival('left')).order({ do: 'spin' });
    expect(failureOf(asRun(await started.ended), 'left').code).toBe('PROUIE_TIME_LIMIT');
  });
});

function failureOf(ran: ReturnType<typeof asRun>, node: string) {
  const failed = ran.events.find((event) => event.type === 'fail' && event.node === node);
  if (failed?.type !== 'fail') throw new Error(`${node} did not fail.`);
  return failed.failure;
}
