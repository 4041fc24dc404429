import { expect, test } from 'vitest';
import { listRunRecords } from '../../src/runner/run/run-record.ts';
import { freshWorkplace } from './workplace.ts';

test.each(['cancel', 'attach'])(
  '%s with a mistyped name of a run names the nearest one, and touches none',
  async (command) => {
    const place = freshWorkplace();
    await place.ok('run');
    const [run] = listRunRecords(place.store.root) as [string];
    const mistyped = run.replace('T', 't').slice(0, -1);
    const { code, stdout, stderr } = await place.prouie(command, mistyped);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(`PROUIE_RUN_UNKNOWN: This store knows no run "${mistyped}".`);
    expect(stderr).toContain(`Did you mean "${run}"?`);
  },
);

test('cancel with a name that is none of a run names the newest one', async () => {
  const place = freshWorkplace();
  await place.ok('run');
  expect((await place.prouie('cancel', 'x')).stderr).toMatch(
    /The newest one is \d{8}T\d{6}-[0-9a-f]{8}-\d+\./,
  );
});

test('cancel on a store on which nothing ran says so', async () => {
  expect((await freshWorkplace().prouie('cancel', 'yesterday')).stderr).toContain('Nothing ran on it yet.');
});
