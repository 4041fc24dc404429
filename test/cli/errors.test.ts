import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../src/cli/commands/errors.ts';
import { EXAMPLE_COLUMNS } from '../../src/corpora/example-table.ts';
import { ERROR_COLUMNS, errorColumns } from '../../src/steps/error-table.ts';
import { PREDICTION_COLUMNS } from '../../src/steps/prediction-table.ts';
import { Store } from '../../src/store/store.ts';
import { matchPredictions } from '../../src/uie/answers.ts';
import type { Example } from '../../src/uie/records.ts';
import { type SmallNode, storeRows, writeNodes } from '../catalog/small-store.ts';
import { runCommand } from './command-run.ts';

const folder = mkdtempSync(join(tmpdir(), 'prouie-errors-'));
const root = join(folder, 'store');

const EXAMPLES: readonly Example[] = [
  ['g-1', 'Tavik Oss works at the Old Mill', [['works at', 'Tavik Oss', 'Old Mill']]],
  ['g-2', 'Zelma lives in Oss', [['lives in', 'Zelma', 'Oss']]],
].map(([id, text, relations]) => ({
  id: id as string,
  dataset: 'Guilds',
  task: 're',
  split: 'test',
  text: text as string,
  schema: { task: 're', types: ['works at', 'lives in'] },
  gold: {
    task: 're',
    relations: (relations as string[][]).map(([type, head, tail]) => ({
      type: type!,
      head: head!,
      tail: tail!,
    })),
  },
}));
const OUTPUTS: Readonly<Record<string, readonly [string, string]>> = {
  'cm-only': ['{"works at": "Tavik Oss, the Old Mill"}', '{"lives in": "Oss, Zelma"}'],
  full: ['{"works at": "Tavik Oss, Old Mill"}', '{"lives in": "Oss, Zelma"}'],
};

beforeAll(() => {
  const store = new Store(root);
  store.prepare();
  const tags = { dataset: 'Guilds', task: 're', seed: 1, engine: 'embedded' };
  const scored = Object.entries(OUTPUTS).flatMap(([variant, outputs]): SmallNode[] => {
    const predictions = EXAMPLES.map(({ id }, at) => ({ id, output: outputs[at]! }));
    const columns = errorColumns(matchPredictions(EXAMPLES, predictions));
    const errors = Array.from({ length: columns.id.length }, (_, row) => ({
      metric: columns.metric[row]!,
      id: columns.id[row]!,
      class: columns.class[row]!,
      gold: columns.gold[row]!,
      answer: columns.answer[row]!,
    }));
    return [
      {
        name: `predict/${variant}/Guilds`,
        step: 'predict',
        tags: { ...tags, variant, relation: 'predictions' },
        outputs: { predictions: storeRows(store, PREDICTION_COLUMNS, predictions) },
      },
      {
        name: `score/${variant}/Guilds`,
        step: 'score',
        tags: { ...tags, variant, relation: 'metrics counts errors' },
        outputs: { errors: storeRows(store, ERROR_COLUMNS, errors) },
      },
    ];
  });
  const rows = EXAMPLES.map(({ id, text, gold }) => ({
    id,
    split: 'test',
    text,
    schema: '{"types":["works at","lives in"]}',
    gold: JSON.stringify({ relations: gold.task === 're' ? gold.relations : [] }),
  }));
  writeNodes(root, [
    {
      name: 'data/Guilds',
      step: 'import',
      tags: { dataset: 'Guilds', task: 're', relation: 'examples' },
      outputs: { examples: storeRows(store, EXAMPLE_COLUMNS, rows) },
    },
    ...scored,
  ]);
});
afterAll(() => rmSync(folder, { recursive: true }));

const errors = (...words: readonly string[]) => runCommand(run, [...words, '--store', root]);

describe('prouie errors', () => {
  it('counts the classes of every variant, in the order of the pipeline', async () => {
    const { stdout } = await errors();
    expect(stdout.replace(/ +/g, ' ').split('\n').slice(0, 4)).toEqual([
      'relation relation head tail swapped missing spurious not-in-text malformed all',
      expect.stringContaining('─'),
      'cm-only 0 0 1 1 0 0 0 0 2',
      'full 0 0 0 1 0 0 0 0 1',
    ]);
  });

  it('counts by data set where a variant is named, and one class where that is asked for', async () => {
    const { stdout } = await errors('cm-only', '--class', 'tail');
    expect(stdout.replace(/[ ─]+/g, ' ')).toBe('relation tail\n \nGuilds 1\n');
  });

  it('lists wrong examples with the target, the output and both sides of each error', async () => {
    const { stdout, stderr } = await errors('cm-only', 'Guilds', '--limit', '1');
    expect(stderr).toBe('1 of 2 wrong examples\n');
    expect(stdout.split('\n').map((line) => line.trim())).toEqual([
      'g-1',
      'text    Tavik Oss works at the Old Mill',
      'gold    {"works at": "Tavik Oss, Old Mill"}',
      'output  {"works at": "Tavik Oss, the Old Mill"}',
      'tail               gold      works at | Tavik Oss | Old Mill',
      'answered  works at | Tavik Oss | the Old Mill',
      '',
    ]);
  });

  it('has the same in JSON', async () => {
    const counts = JSON.parse((await errors('full', '--json')).stdout);
    expect(counts).toEqual({
      schemaVersion: 1,
      counts: [
        { variant: 'full', dataset: 'Guilds', task: 're', metric: 'relation', class: 'swapped', items: 1 },
      ],
    });
    const listed = JSON.parse((await errors('full', 'Guilds', '--json')).stdout);
    expect(listed).toMatchObject({ found: 1, examples: [{ id: 'g-2', seed: 1 }] });
    expect(listed.examples[0].errors).toEqual([
      {
        metric: 'relation',
        class: 'swapped',
        gold: ['lives in', 'Zelma', 'Oss'],
        answer: ['lives in', 'Oss', 'Zelma'],
      },
    ]);
  });

  it('refuses a class that the task does not have, and names those that it has', async () => {
    for (const words of [[], ['full'], ['full', 'Guilds']]) {
      expect((await errors(...words, '--class', 'role')).error).toMatchObject({
        code: 'PROUIE_USAGE',
        message: expect.stringContaining('"role" is no class of wrong relations'),
        hint: 'Classes of wrong relations: relation, head, tail, swapped, missing, spurious, not-in-text, malformed.',
      });
    }
    expect((await errors('full', 'Guilds', '--class', 'malformed')).code).toBe(0);
  });

  it('names the variant, the data set and the class that were meant', async () => {
    expect((await errors('ful')).error).toMatchObject({ hint: 'Did you mean "full"?' });
    expect((await errors('full', 'Guild')).error).toMatchObject({ hint: 'Did you mean "Guilds"?' });
    expect((await errors('--class', 'swaped')).error).toMatchObject({ hint: 'Did you mean "swapped"?' });
    expect((await errors('full', 'Guilds', '--limit', '0')).error).toMatchObject({ code: 'PROUIE_USAGE' });
  });
});
