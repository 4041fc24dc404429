import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as decode from '../../../src/cli/commands/decode.ts';
import * as encode from '../../../src/cli/commands/encode.ts';
import * as reward from '../../../src/cli/commands/reward.ts';
import * as score from '../../../src/cli/commands/score.ts';
import { jsonLines, runCommand, toJsonLines } from '../command-run.ts';

const example = (id: string, dataset = 'toy') => ({
  id,
  dataset,
  task: 'ner',
  split: 'test',
  text: 'Oss met Tavik',
  schema: { types: ['person', 'place'] },
  gold: { entities: [{ type: 'person', text: 'Oss' }] },
});
const gold = [example('a'), example('b'), example('c', 'other')];
const right = '{"person": "Oss", "place": ""}';
const answers = [
  { id: 'c', output: 'nothing' },
  { id: 'a', output: right },
  { id: 'b', output: '{"person": "Tavik"}', finishReason: 'stop', tokens: 5 },
];

const folder = mkdtempSync(join(tmpdir(), 'prouie-commands-'));
beforeAll(() => {
  writeFileSync(join(folder, 'gold.jsonl'), toJsonLines(gold));
  writeFileSync(join(folder, 'answers.jsonl'), toJsonLines(answers));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('every command of the task layer', () => {
  test.each(Object.entries({ encode, decode, reward, score }))(
    '%s prints its page with --help',
    async (name, command) => {
      const { code, stdout } = await runCommand(command.run, ['--help']);
      expect(code).toBe(0);
      expect(stdout).toContain(`Usage: prouie ${name}`);
      for (const flag of Object.keys(command.commandLine.flags)) expect(stdout).toContain(`--${flag}`);
    },
  );

  test.each(Object.entries({ encode, decode, reward, score }))(
    '%s refuses a flag that it does not know',
    async (_, command) => {
      expect((await runCommand(command.run, ['--nonsense'])).error).toMatchObject({ code: 'PROUIE_USAGE' });
    },
  );
});

describe('prouie encode', () => {
  test('reads a file, standard input named -, and standard input left out, all alike', async () => {
    const runs = await Promise.all([
      runCommand(encode.run, ['--style', 'cm', 'gold.jsonl'], '', folder),
      runCommand(encode.run, ['--style', 'cm', '-'], toJsonLines(gold)),
      runCommand(encode.run, ['--style', 'cm'], toJsonLines(gold)),
    ]);
    expect(new Set(runs.map((run) => run.stdout)).size).toBe(1);
    expect(jsonLines(runs[0]!.stdout)[0]).toEqual({
      id: 'a',
      instruction: expect.stringMatching(/^You are .* 2 slots \(person, place\) .* The user input is:$/),
      input: 'Oss met Tavik',
      output: right,
    });
  });

  test('needs a style', async () => {
    expect((await runCommand(encode.run, [])).error).toMatchObject({
      code: 'PROUIE_USAGE',
      hint: 'Add --style cm or --style sa.',
    });
  });

  test('names file, line and cause of a bad line, and has written those before it', async () => {
    const input = toJsonLines([
      gold[0],
      { ...gold[1], gold: { entities: [{ type: 'animal', text: 'Oss' }] } },
    ]);
    const { error, stdout } = await runCommand(encode.run, ['--style', 'sa'], input);
    expect(error).toMatchObject({
      code: 'PROUIE_TYPE_OUTSIDE_SCHEMA',
      location: { file: '<stdin>', line: 2 },
    });
    expect(jsonLines(stdout)).toHaveLength(1);
  });
});

describe('prouie decode', () => {
  test('writes structure, malformed and repairs in the order of the input', async () => {
    const line = (id: string, output: string) => ({
      id,
      task: 'ner',
      schema: { types: ['person'] },
      text: 'Oss',
      output,
    });
    const input = toJsonLines([line('a', '```json\n{"person": "Oss"}\n```'), line('b', 'no')]);
    const { stdout } = await runCommand(decode.run, [], input);
    expect(stdout).toBe(
      '{"id":"a","structure":{"entities":[{"type":"person","text":"Oss"}]},"malformed":false,"repairs":["fence"]}\n' +
        '{"id":"b","structure":{"entities":[]},"malformed":true,"repairs":[]}\n',
    );
  });
});

describe('prouie reward', () => {
  const line = {
    id: 'x',
    task: 'ner',
    schema: { types: ['person'] },
    text: 'Oss',
    gold: { entities: [] },
    output: '{"person": "Oss"}',
  };
  const overall = async (argv: readonly string[], record: object = line) =>
    jsonLines((await runCommand(reward.run, argv, toJsonLines([record]))).stdout)[0]?.['overall'];

  test('takes a negative value of --clip and --floor behind a blank or an equals sign', async () => {
    expect(await overall(['--clip', '-1,1'])).toBe(-0.8);
    expect(await overall(['--clip=-1,1'])).toBe(-0.8);
    expect(await overall(['--clip', '0,1'])).toBe(0);
    expect(await overall(['--floor', '-3', '--clip=0,1'], { ...line, output: '' })).toBe(-3);
  });

  test('gives back an id of any kind, and none where there was none', async () => {
    const { id: _, ...anonymous } = line;
    const input = toJsonLines([{ ...line, id: 7 }, anonymous, { ...anonymous, output: 'no' }]);
    const lines = jsonLines((await runCommand(reward.run, [], input)).stdout);
    expect(Object.keys(lines[0]!)).toEqual([
      'id',
      'overall',
      'malformed',
      'raw',
      'pen',
      'cov_t',
      'f1_p',
      'delta_t',
      'delta_p',
    ]);
    expect(lines[1]).not.toHaveProperty('id');
    expect(lines[2]).toEqual({ overall: -1, malformed: true });
  });

  test.each([
    ['--variant', 'f2'],
    ['--clip', '-2,2'],
    ['--gamma-ee', '0'],
    ['--floor', 'low'],
    ['--penalty', 'piecwise'],
  ])('refuses %s %s', async (flag, value) => {
    expect((await runCommand(reward.run, [flag, value])).error).toMatchObject({ code: 'PROUIE_USAGE' });
  });
});

describe('prouie score', () => {
  const files = ['--gold', 'gold.jsonl', '--predictions', 'answers.jsonl'];
  const scoreIn = (argv: readonly string[], input = '') => runCommand(score.run, argv, input, folder);

  test('gives data sets and their average as one object', async () => {
    const { stdout } = await scoreIn([...files, '--json']);
    expect(JSON.parse(stdout)).toEqual({
      schemaVersion: 1,
      profiles: {
        prouie: {
          datasets: {
            toy: {
              task: 'ner',
              examples: 2,
              malformed: 0,
              entity: { tp: 1, fp: 1, fn: 1, precision: 50, recall: 50, f1: 50 },
            },
            other: {
              task: 'ner',
              examples: 1,
              malformed: 1,
              entity: { tp: 0, fp: 0, fn: 1, precision: 0, recall: 0, f1: 0 },
            },
          },
          average: { entity: 25 },
        },
      },
    });
  });

  test('prints a table that fits its content', async () => {
    expect((await scoreIn(files)).stdout).toBe(
      [
        'profile prouie',
        '',
        'data set  task  examples  malformed  metric  tp  fp  fn  precision  recall     f1',
        '────────  ────  ────────  ─────────  ──────  ──  ──  ──  ─────────  ──────  ─────',
        'toy       ner          2          0  entity   1   1   1      50.00   50.00  50.00',
        'other     ner          1          1  entity   0   0   1       0.00    0.00   0.00',
        'average                              entity                                 25.00',
        '',
      ].join('\n'),
    );
  });

  test('reads either file from standard input, and never both', async () => {
    const { stdout } = await scoreIn(['--gold', 'gold.jsonl', '--json'], toJsonLines(answers));
    expect(stdout).toBe((await scoreIn([...files, '--json'])).stdout);
    expect((await scoreIn([])).error).toMatchObject({ code: 'PROUIE_USAGE' });
  });

  test('an example without a prediction is an error that names file, line and id, unless it counts as empty', async () => {
    const some = toJsonLines(answers.slice(1));
    const argv = ['--gold', 'gold.jsonl', '--predictions', '-', '--json'];
    expect((await scoreIn(argv, some)).error).toMatchObject({
      code: 'PROUIE_MISSING_PREDICTION',
      message: expect.stringContaining('"c"'),
      location: { file: 'gold.jsonl', line: 3 },
    });
    const { stdout } = await scoreIn([...argv, '--missing', 'empty'], some);
    expect(JSON.parse(stdout).profiles.prouie.datasets.other).toMatchObject({
      malformed: 0,
      entity: { fn: 1 },
    });
  });

  test('an unknown profile is an error with the nearest known one', async () => {
    expect((await scoreIn([...files, '--profile', 'pruie'])).error).toMatchObject({
      code: 'PROUIE_UNKNOWN_PROFILE',
      hint: 'Did you mean "prouie"?',
    });
  });

  test('data sets keep their order, whatever their names', async () => {
    const named = [example('1', 'zoo'), example('2', '10'), example('3', '2'), example('4', '__proto__')];
    writeFileSync(join(folder, 'named.jsonl'), toJsonLines(named));
    const input = toJsonLines(named.map(({ id }) => ({ id, output: right })));
    const { stdout } = await scoreIn(['--gold', 'named.jsonl', '--json'], input);
    expect([...stdout.matchAll(/"([^"]+)":\{"task"/g)].map(([, name]) => name)).toEqual([
      'zoo',
      '10',
      '2',
      '__proto__',
    ]);
  });
});
