import { describe, expect, test } from 'vitest';
import { historyRows } from '../../src/catalog/history-rows.ts';
import type { CatalogRun } from '../../src/catalog/source.ts';

const RUN: CatalogRun = {
  run: '20260101T100000-7',
  pipeline: 'prouie',
  profile: 'quick',
  started: '2026-01-01T10:00:00.000Z',
  ended: '2026-01-01T10:02:00.000Z',
  seconds: 120,
  ran: 1,
  fresh: 1,
  failed: 1,
  skipped: 1,
  commit: null,
  uncommitted: null,
  host: 'gpu1',
};
const start = (node: string, attempt = 1): object => ({
  type: 'start',
  time: '10:00',
  node,
  key: `key of ${node}`,
  attempt,
  reasons: [{ type: 'never-run', what: node }],
});
const failure = { code: 'PROUIE_STEP', message: 'it broke' };

function outcomesOf(events: readonly object[], run = RUN): readonly unknown[][] {
  return historyRows(
    run,
    events.map((event) => JSON.stringify(event)),
  ).map(({ node, outcome, key, attempt, seconds, why }) => [node, outcome, key, attempt, seconds, why]);
}

describe('what a run did', () => {
  test('an attempt is a row, and so is a node that was fresh or skipped', () => {
    expect(
      outcomesOf([
        { type: 'plan', time: '10:00', nodes: 4 },
        start('a'),
        { type: 'progress', time: '10:00', node: 'a', done: 1, total: 2 },
        { type: 'retry', time: '10:01', node: 'a', failure, log: 'log' },
        start('a', 2),
        { type: 'finish', time: '10:02', node: 'a', key: 'key of a', seconds: 1.5, bytes: 10 },
        { type: 'fresh', time: '10:02', node: 'b', key: 'key of b' },
        start('c'),
        { type: 'fail', time: '10:02', node: 'c', failure, log: 'log' },
        { type: 'skip', time: '10:02', node: 'd', because: 'c' },
      ]),
    ).toEqual([
      ['a', 'retried', 'key of a', 1, undefined, 'PROUIE_STEP: it broke'],
      ['a', 'made', 'key of a', 2, 1.5, undefined],
      ['b', 'fresh', 'key of b', undefined, undefined, undefined],
      ['c', 'failed', 'key of c', 1, undefined, 'PROUIE_STEP: it broke'],
      ['d', 'skipped', undefined, undefined, undefined, 'c'],
    ]);
  });

  test('an attempt without an end is running as long as its run is', () => {
    expect(outcomesOf([start('a')])[0]).toContain('broken off');
    expect(outcomesOf([start('a')], { ...RUN, ended: null })[0]).toContain('running');
  });

  test('a torn last line does not hide the others', () => {
    const line = JSON.stringify({ type: 'fresh', time: '10:00', node: 'a', key: 'k' });
    expect(historyRows(RUN, [line, line.slice(0, 20), ''])).toHaveLength(1);
  });
});
