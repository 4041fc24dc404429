import { expect, test } from 'vitest';
import { listRunRecords } from '../../src/runner/run-record.ts';
import { freshWorkplace } from './workplace.ts';

test.each(['cancel', 'attach'])(
  '%s with a mistyped name of a run names the nearest one, and touches none',
  (command) => {
    const place = freshWorkplace();
    place.ok('run');
    const [run] = listRunRecords(place.store.root) as [string];
    const mistyped = run.replace('T', 't').slice(0, -1);
    const { code, stdout, stderr } = place.prouie(command, mistyped);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(`PROUIE_RUN_UNKNOWN: This store knows no run "${mistyped}".`);
    expect(stderr).toContain(`Did you mean "${run}"?`);
  },
);

test('cancel with a name that is none of a run names the newest one', () => {
  const place = freshWorkplace();
  place.ok('run');
  expect(place.prouie('cancel', 'x').stderr).toMatch(/The newest one is \d{8}T\d{6}-[0-9a-f]{8}-\d+\./);
});

test('cancel on a store on which nothing ran says so', () => {
  expect(freshWorkplace().prouie('cancel', 'yesterday').stderr).toContain('Nothing ran on it yet.');
});
