import { describe, expect, test } from 'vitest';
import { freshWorkplace, sharedWorkplace } from './workplace.ts';

const CHANGED = ['--set', 'order=-d'] as const;

describe('accept', () => {
  test('makes a stale node fresh with its last result, and all that is made from it', async () => {
    const place = freshWorkplace();
    await place.ok('run');
    const before = await place.json('show', 'sorted');
    expect(await place.statuses(...CHANGED)).toMatchObject({
      letters: 'fresh',
      sorted: 'stale',
      total: 'waiting',
    });
    expect(
      await place.ok('accept', 'sorted', '--because', 'the same order of plain letters', ...CHANGED),
    ).toBe(
      'sorted is fresh: the same order of plain letters\n  although parameter argv changed from ["sort","-f","{in:lines}"] to ["sort","-d","{in:lines}"]\n  1 of the nodes that are made from it are fresh again\n',
    );
    expect(await place.statuses(...CHANGED)).toMatchObject({ sorted: 'fresh', total: 'fresh' });
    expect((await place.prouie('run', ...CHANGED)).stderr).toContain('0 ran, 6 fresh');
    expect(await place.json('show', 'sorted', ...CHANGED)).toMatchObject({
      params: { argv: ['sort', '-d', '{in:lines}'] },
      outputs: before['outputs'],
      accepted: { from: before['key'], because: 'the same order of plain letters' },
      timings: before['timings'],
    });
    expect(await place.ok('show', 'sorted', ...CHANGED)).toContain(
      'accepted  the same order of plain letters (the result of',
    );
    expect(await place.statuses()).toMatchObject({ sorted: 'fresh' });
  });

  test('takes the result of before a failure', async () => {
    const place = freshWorkplace();
    await place.ok('run');
    await place.prouie('run', '--set', 'fail=true');
    expect((await place.statuses('--set', 'fail=true'))['check']).toBe('failed');
    await place.ok('accept', 'check', '--because', 'the machine was full', '--set', 'fail=true');
    expect((await place.statuses('--set', 'fail=true'))['check']).toBe('fresh');
  });

  test('leaves what it says of other nodes as it was', async () => {
    const place = freshWorkplace();
    await place.ok('run');
    await place.prouie('run', '--set', 'fail=true');
    await place.ok('accept', 'sorted', '--because', 'a test', ...CHANGED, '--set', 'fail=true');
    expect(await place.statuses(...CHANGED, '--set', 'fail=true')).toMatchObject({
      check: 'failed',
      sorted: 'fresh',
    });
  });

  describe('refuses', () => {
    const place = sharedWorkplace();
    const refusal = async (node: string, ...words: readonly string[]): Promise<string> => {
      const { code, stderr } = await place.prouie('accept', node, ...words);
      expect(code).toBe(2);
      return stderr;
    };

    test('a node that has no result, one that is absent, and one that waits', async () => {
      expect(await refusal('letters', '--because', 'x')).toContain(
        'letters has no result yet.\n  Make one: `prouie run letters`.',
      );
      expect(await refusal('corpus', '--because', 'x')).toContain(
        'corpus is absent: there is no such corpus.',
      );
      expect(await refusal('total', '--because', 'x')).toContain('total waits for its inputs');
    });

    test('to go without a reason', async () => {
      expect(await refusal('letters')).toContain('`prouie accept` needs a reason.');
      expect(await refusal('letters', '--because', ' ')).toContain('--because "renamed a variable"');
    });

    test('a node that is fresh', async () => {
      await place.ok('run', 'letters');
      expect(await refusal('letters', '--because', 'x')).toContain(
        'letters is fresh: its result is valid as it is.',
      );
    });

    test('a result whose content is gone', async () => {
      const { outputs } = (await place.json('show', 'letters')) as { outputs: { lines: { digest: string } } };
      place.store.setAside(place.store.blobPath(outputs.lines.digest));
      expect(await refusal('letters', '--because', 'x')).toContain(
        'The output "lines" of letters is missing in the store.',
      );
    });

    test('several nodes at once', async () => {
      expect(await refusal('*', '--because', 'x')).toContain('names 7 nodes, and `prouie accept` takes one.');
    });
  });
});
