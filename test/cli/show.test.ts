import { beforeAll, describe, expect, test } from 'vitest';
import { digestOf } from '../../src/identity/digest.ts';
import { freshWorkplace, sharedWorkplace } from './workplace.ts';

describe('show', () => {
  const place = sharedWorkplace();
  beforeAll(async () => void (await place.ok('run')));

  test('tells of a node what it is, from what it was made, when, and what came out', async () => {
    const words = freshWorkplace('wordCount');
    await words.ok('run');
    const text = await words.ok('show', 'counts');
    expect(text).toMatch(
      /^counts is fresh\n {2}step {4}command\n {2}made {4}\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC on /,
    );
    expect(text).toMatch(
      / in \d+\.\d s, [\d.]+ MB of memory \(attempt 1, run \d+T\d+-[0-9a-f]{8}-\d+\)\n {2}source {2}.*Node v/,
    );
    expect(text).toContain('inputs\n    words  words: words  ');
    expect(text).toMatch(/outputs\n {4}counts {2}text {2}140 B {2}[0-9a-f]{12}\n$/);
  });

  test('as JSON holds inputs, outputs, seed, timings, host, versions and commit', async () => {
    const report = await place.json('show', 'table');
    expect(report).toMatchObject({
      schemaVersion: 1,
      node: 'table',
      status: 'fresh',
      step: './table',
      params: { seed: 7 },
      inputs: { lines: { digest: digestOf('b\na\nn\na\nn\na'), from: { node: 'letters', output: 'lines' } } },
      outputs: { rows: { kind: 'arrow' } },
      seed: 7,
      attempt: 1,
      versions: { node: process.version },
      accepted: null,
    });
    expect(report['timings']).toMatchObject({ seconds: expect.any(Number), startedAt: expect.any(String) });
    expect(report['host']).toEqual(expect.any(String));
    expect(Object.keys(report)).toEqual(
      expect.arrayContaining(['commit', 'uncommitted', 'run', 'code', 'tool']),
    );
  });

  test('tells of a stale node its last result', async () => {
    expect(await place.ok('show', 'sorted', '--set', 'order=-r')).toMatch(
      /^sorted is stale; this is its last result\n/,
    );
  });

  test('prints what an output holds: text as it is, or its first lines', async () => {
    expect(await place.ok('show', 'sorted', '--output', 'lines')).toBe('a\na\na\nb\nn\nn\n');
    expect(await place.ok('show', 'sorted', '--output', 'lines', '--head', '4')).toBe('a\na\na\nb\n');
    expect(await place.ok('show', 'sorted', '-o', 'lines', '--head', '0')).toBe('');
  });

  test('prints the first rows of a table, fitted into the terminal', async () => {
    const lines = (await place.ok('show', 'table', '--output', 'rows', '--head', '2')).split('\n');
    expect(lines).toHaveLength(6);
    expect(lines[0]).toMatch(/^letter {2}place {2}note$/);
    expect(lines[2]).toMatch(/^b {11}1 {2}the letter b .*…$/);
    expect(lines[4]).toBe('… 4 more of 6 rows');
    expect(Math.max(...lines.map((line) => line.length))).toBe(100);
  });

  test('lists the files of a directory, and prints one of them', async () => {
    expect(await place.ok('show', 'model', '--output', 'model')).toBe(
      `644  ${digestOf('y\n').slice(0, 12)}       2 B  config\n644  ${digestOf('x\n').slice(0, 12)}       2 B  deep/weights\n`,
    );
    expect(await place.ok('show', 'model', '--output', 'model/deep/weights')).toBe('x\n');
  });

  test('finds a result by the start of its key, and content by the start of its digest', async () => {
    const { key, outputs } = (await place.json('show', 'model')) as {
      key: string;
      outputs: { model: { digest: string } };
    };
    expect(await place.json('show', key.slice(0, 8))).toMatchObject({ node: 'model', status: null, key });
    expect(await place.ok('show', key.slice(0, 8), '-o', 'model/config')).toBe('y\n');
    expect(await place.json('show', digestOf('x\n').slice(0, 9))).toMatchObject({
      blob: digestOf('x\n'),
      size: 2,
      path: place.store.blobPath(digestOf('x\n')),
      nodes: [
        { pipeline: 'letters', profile: 'quick', node: 'model', output: 'model', file: 'deep/weights' },
      ],
    });
    expect(await place.ok('show', outputs.model.digest)).toContain('model: model');
  });

  test('of a result that was found by its key names the producers of its inputs', async () => {
    const { key } = (await place.json('show', 'total')) as { key: string };
    expect((await place.json('show', key))['inputs']).toMatchObject({
      lines: { from: { node: 'sorted', output: 'lines' } },
    });
  });

  test('refuses what is not there, with what is', async () => {
    const empty = freshWorkplace();
    expect((await empty.prouie('show', 'sorted')).stderr).toContain(
      'There is no result of sorted: it has not been made yet.',
    );
    expect((await place.prouie('show', 'corpus')).stderr).toContain(
      'There is no result of corpus: there is no such corpus.',
    );
    const output = await place.prouie('show', 'model', '--output', 'modle');
    expect(output.code).toBe(2);
    expect(output.stderr).toMatch(/PROUIE_OUTPUT_UNKNOWN.*\n {2}Did you mean "model"\?/);
    expect((await place.prouie('show', 'model', '-o', 'model/confg')).stderr).toContain(
      'Did you mean "model/config"?',
    );
    expect((await place.prouie('show', 'abcdef0')).stderr).toContain('No node is named "abcdef0"');
    expect((await place.prouie('show', '**')).stderr).toContain('names 7 nodes');
    expect((await place.prouie('show', 'model', '--json', '-o', 'model')).code).toBe(2);
  });
});
