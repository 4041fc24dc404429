import { mkdtempSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { livingRuns } from '../../../src/runner/following/living-runs.ts';
import { listRuns } from '../../../src/runner/results/reached.ts';
import { Heartbeat } from '../../../src/runner/run/claims.ts';
import { nameRun } from '../../../src/runner/run/run-log.ts';
import { replaceFile } from '../../../src/store/files.ts';
import { storePaths } from '../../../src/store/paths.ts';
import { Store } from '../../../src/store/store.ts';

/** Larger than any process id that Linux gives. */
const NOBODY = 2 ** 22 + 1;

function emptyStore(): string {
  const store = new Store(join(mkdtempSync(join(tmpdir(), 'prouie-run-names-')), '.prouie'));
  store.prepare();
  return store.root;
}

/** A run of this host that left a sign of life. */
function begin(store: string, run: string): void {
  const startedAt = '2026-01-01T00:00:00.000Z';
  const record = { schemaVersion: 1, run, host: hostname(), startedAt, endedAt: null };
  replaceFile(storePaths.run(store, run), JSON.stringify(record));
  const heartbeat = new Heartbeat(store, run);
  onTestFinished(() => heartbeat.stop());
}

describe('the name of a run', () => {
  test('is another one for each run, also in the same second under the same process id on two hosts', () => {
    const now = new Date();
    const names = Array.from({ length: 1000 }, () => nameRun(now, 7));
    expect(new Set(names).size).toBe(names.length);
  });

  test('says when and by which process, with eight random digits between', () => {
    expect(nameRun(new Date('2026-03-04T05:06:07.890Z'), 4711)).toMatch(/^20260304T050607-[0-9a-f]{8}-4711$/);
  });

  test('sorts by time, to the second', () => {
    const second = fc.integer({ min: 0, max: Date.UTC(2100, 0) / 1000 });
    const pid = fc.integer({ min: 1, max: NOBODY });
    fc.assert(
      fc.property(second, second, pid, pid, (a, b, one, other) => {
        fc.pre(a < b);
        expect(nameRun(new Date(a * 1000), one) < nameRun(new Date(b * 1000), other)).toBe(true);
      }),
    );
  });

  test('sorts by time among names of earlier versions', () => {
    const root = emptyStore();
    const names = [
      '20260101T000000-900',
      nameRun(new Date('2026-01-01T00:00:01Z'), 80),
      '20260101T000002-7',
      nameRun(new Date('2026-01-01T00:00:03Z'), 9),
    ];
    for (const name of names.toReversed()) replaceFile(storePaths.events(root, name), '');
    expect(listRuns(root)).toEqual(names);
  });
});

describe('a run that left a sign of life', () => {
  test.each([
    ['now', (pid: number) => nameRun(new Date(), pid)],
    ['in earlier versions', (pid: number) => `20260101T000000-${pid}`],
  ])('is alive while its process is, by the name that runs have %s', (_, nameOf) => {
    const root = emptyStore();
    const alive = nameOf(process.pid);
    begin(root, alive);
    begin(root, nameOf(NOBODY));
    expect(livingRuns(root)).toEqual([alive]);
  });

  test('is told from another one of the same second and process id on another host', () => {
    const root = emptyStore();
    const now = new Date();
    const names = [nameRun(now, process.pid), nameRun(now, process.pid)];
    for (const name of names) begin(root, name);
    expect(livingRuns(root)).toEqual(names.toSorted());
  });
});
