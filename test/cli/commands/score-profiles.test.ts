import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as score from '../../../src/cli/commands/score.ts';
import { runCommand, toJsonLines } from '../command-run.ts';

const people = (id: string, text: string, mentions: readonly string[]) => ({
  id,
  dataset: 'people',
  task: 'ner',
  split: 'test',
  text,
  schema: { types: ['person'] },
  gold: { entities: mentions.map((mention) => ({ type: 'person', text: mention })) },
});
const gold = [
  people('a', 'Vera met Vera', ['Vera', 'Vera']),
  people('b', 'It snowed', []),
  {
    ...people('c', 'Vera lives in Tarn', []),
    dataset: 'homes',
    task: 're',
    schema: { types: ['lives in'] },
    gold: { relations: [{ type: 'lives in', head: 'Vera', tail: 'Tarn' }] },
  },
];
const answers = [
  { id: 'a', output: '{"person": "vera"}' },
  { id: 'b', output: 'nobody' },
  { id: 'c', output: '{"lives in": "Vera, Tarn"}' },
];

const folder = mkdtempSync(join(tmpdir(), 'prouie-score-profiles-'));
const scoreIn = (...argv: string[]) =>
  runCommand(score.run, ['--gold', 'gold.jsonl', '--predictions', 'answers.jsonl', ...argv], '', folder);
beforeAll(() => {
  writeFileSync(join(folder, 'gold.jsonl'), toJsonLines(gold));
  writeFileSync(join(folder, 'answers.jsonl'), toJsonLines(answers));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('prouie score under several profiles', () => {
  test('puts their F1 side by side, and says what a profile leaves out and how many answers are malformed', async () => {
    const { stdout } = await scoreIn(
      '--profile',
      'prouie',
      '--profile',
      'gollie',
      '--profile',
      'universalner',
    );
    expect(stdout).toBe(
      [
        'F1 by profile',
        '',
        'data set  metric    prouie  gollie  universalner',
        '────────  ────────  ──────  ──────  ────────────',
        'people    entity      0.00   66.67        100.00',
        'homes     relation  100.00  100.00             -',
        'average   entity      0.00   66.67        100.00',
        '          relation  100.00  100.00             -',
        '',
        'Malformed answers: 1 of 2 in people.',
        'The profile universalner scores ner only; it leaves out homes (re).',
        '',
      ].join('\n'),
    );
  });

  test('takes all profiles by one word, in one pass, each once', async () => {
    const { stdout } = await scoreIn('--profile', 'all', '--profile', 'uie', '--json');
    const { profiles } = JSON.parse(stdout);
    expect(Object.keys(profiles)).toEqual([
      'prouie',
      'gollie',
      'instructuie',
      'instructuie-fixed',
      'knowcoder',
      'uie',
      'universalner',
    ]);
    const alone = await scoreIn('--profile', 'gollie', '--json');
    expect(JSON.parse(alone.stdout).profiles.gollie).toEqual(profiles.gollie);
  });

  test('the table with all profiles fits into 100 columns', async () => {
    const { stdout } = await scoreIn('--profile', 'all');
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
    expect(stdout).toContain('instructuie-\n');
  });

  test('one profile alone says what it leaves out, in JSON beside the data', async () => {
    const { stdout } = await scoreIn('--profile', 'universalner');
    expect(stdout).toMatch(/^people .* 100\.00$/m);
    expect(stdout).not.toMatch(/^homes/m);
    expect(stdout).toMatch(/leaves out homes \(re\)\.\n$/);
    const json = await scoreIn('--profile', 'universalner', '--json');
    expect(Object.keys(JSON.parse(json.stdout).profiles.universalner.datasets)).toEqual(['people']);
    expect(json.stderr).toBe('The profile universalner scores ner only; it leaves out homes (re).\n');
  });

  test('a wrong name is an error beside right ones, with the nearest name', async () => {
    expect((await scoreIn('--profile', 'prouie', '--profile', 'golie')).error).toMatchObject({
      code: 'PROUIE_UNKNOWN_PROFILE',
      hint: 'Did you mean "gollie"?',
    });
  });
});
