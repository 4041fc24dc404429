import { describe, expect, test } from 'vitest';
import { beginRun, type LiveEvent, progressOf } from '../../../src/report/page/progress.ts';

const told = (...events: readonly LiveEvent[]) => events.reduce(progressOf, beginRun());
const PLAN = { type: 'plan', nodes: 5, fresh: 1, absent: 1 } as const;

describe('what a run is at', () => {
  test('fresh and absent nodes of the plan are done at once', () => {
    expect(told(PLAN)).toMatchObject({ state: 'going on', total: 5, done: 2, failed: 0 });
  });

  test('a node is running from its start to its end, with its key', () => {
    const started = told(
      PLAN,
      { type: 'start', node: 'a', key: 'k' },
      { type: 'start', node: 'b', key: 'l' },
    );
    expect([...started.running]).toEqual([
      ['a', 'k'],
      ['b', 'l'],
    ]);
    const finished = progressOf(started, { type: 'finish', node: 'a' });
    expect(finished).toMatchObject({ done: 3 });
    expect([...finished.running.keys()]).toEqual(['b']);
  });

  test('failed and skipped nodes are done, and one that is tried again is not', () => {
    const seen = told(
      PLAN,
      { type: 'start', node: 'a', key: 'k' },
      { type: 'retry', node: 'a' },
      { type: 'start', node: 'a', key: 'k' },
      { type: 'fail', node: 'a' },
      { type: 'skip', node: 'b' },
    );
    expect(seen).toMatchObject({ done: 4, failed: 1 });
    expect(seen.running.size).toBe(0);
  });

  test('the summary ends it, and a plan after that begins it anew', () => {
    const ended = told(PLAN, { type: 'start', node: 'a', key: 'k' }, { type: 'summary', seconds: 2 });
    expect(ended).toMatchObject({ state: 'ended', seconds: 2 });
    expect(ended.running.size).toBe(0);
    expect(progressOf(ended, PLAN)).toMatchObject({ state: 'going on', done: 2 });
  });
});
