import { beforeAll, describe, expect, test } from 'vitest';
import { freshWorkplace, sharedWorkplace } from './workplace.ts';

describe('logs', () => {
  const place = sharedWorkplace();
  beforeAll(async () => {
    for (let attempt = 1; attempt <= 2; attempt++) await place.prouie('run', '--set', 'fail=true');
  });

  test('prints the log alone on standard output, and whose it is beside it', async () => {
    const { stdout, stderr, code } = await place.prouie('logs', 'letters');
    expect([code, stdout]).toEqual([0, 'splitting\n']);
    expect(stderr).toMatch(/^letters, attempt 1 of 1, started \S+ on \S+, done after \d+\.\d s\n/);
  });

  test('says so where an attempt left no log', async () => {
    const { stdout, stderr, code } = await place.prouie('logs', 'model');
    expect([code, stdout]).toEqual([0, '']);
    expect(stderr).toContain('It left no log.');
  });

  test('shows the last attempt that failed, and an earlier one when asked', async () => {
    const last = await place.prouie('logs', 'check', '--set', 'fail=true');
    expect(last.stderr).toMatch(
      /^check, attempt 2 of 2, .* failed after .* with PROUIE_COMMAND_FAILED: sh ended with exit code 3\./,
    );
    expect(last.stdout).toMatch(/^checking\n/);
    const first = await place.prouie('logs', 'check', '--set', 'fail=true', '--attempt', '1');
    expect(first.stderr).toMatch(/^check, attempt 1 of 2,/);
    expect(await place.json('logs', 'check', '--set', 'fail=true')).toMatchObject({
      schemaVersion: 1,
      node: 'check',
      attempt: 2,
      attempts: [1, 2],
      state: 'failed',
      failure: { code: 'PROUIE_COMMAND_FAILED' },
    });
  });

  test('finds the failed attempt although the pipeline has moved on', async () => {
    expect((await place.prouie('logs', 'check')).stderr).toContain('PROUIE_COMMAND_FAILED');
  });

  test('shows what a node has logged while it runs, and that its process died', async () => {
    const busy = freshWorkplace();
    const run = await busy.startSlowRun();
    const running = await busy.prouie('logs', 'slow', ...run.flags);
    expect(running.stdout).toBe('waiting\n');
    expect(running.stderr).toMatch(/^slow, attempt 1 of 1, running now in process \d+ on /);
    expect((await busy.json('logs', 'slow', ...run.flags))['state']).toBe('running');
    await run.crash();
    expect((await busy.prouie('logs', 'slow', ...run.flags)).stderr).toContain(
      'its process died before it ended',
    );
  });

  test('refuses a node that nobody tried, and an attempt that is not there', async () => {
    const { code, stdout, stderr } = await freshWorkplace().prouie('logs', 'letters');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('PROUIE_LOG_MISSING: There is no log of letters');
    expect((await place.prouie('logs', 'letters', '--attempt', '9')).stderr).toContain(
      'The store holds the attempts 1.',
    );
  });
});
