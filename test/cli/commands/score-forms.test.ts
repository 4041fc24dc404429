import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as score from '../../../src/cli/commands/score.ts';
import { runCommand, toJsonLines } from '../command-run.ts';

const gold = [
  {
    id: 'a',
    dataset: 'jobs',
    task: 're',
    split: 'test',
    text: 'Mona Hald works for Brix',
    schema: { types: ['works for'] },
    gold: { relations: [{ type: 'works for', head: 'Mona Hald', tail: 'Brix' }] },
  },
  {
    id: 'b',
    dataset: 'towns',
    task: 'ner',
    split: 'test',
    text: 'Nils met Nils',
    schema: { types: ['person'] },
    gold: {
      entities: [
        { type: 'person', text: 'Nils' },
        { type: 'person', text: 'Nils' },
      ],
    },
  },
];
const folder = mkdtempSync(join(tmpdir(), 'prouie-score-forms-'));
const scoreOf = (predictions: readonly object[], ...argv: string[]) => {
  writeFileSync(join(folder, 'predictions.jsonl'), toJsonLines(predictions));
  return runCommand(
    score.run,
    ['--gold', 'gold.jsonl', '--predictions', 'predictions.jsonl', ...argv],
    '',
    folder,
  );
};
beforeAll(() => writeFileSync(join(folder, 'gold.jsonl'), toJsonLines(gold)));
afterAll(() => rmSync(folder, { recursive: true }));

describe('predictions as structures', () => {
  const structures = gold.map(({ id, gold: structure }) => ({ id, structure }));

  test('are scored as they are, with items that the string form would not repeat', async () => {
    const { stdout, stderr } = await scoreOf(structures, '--profile', 'uie', '--json');
    const { datasets } = JSON.parse(stdout).profiles.uie;
    expect(datasets.jobs.relation).toMatchObject({ tp: 1, fp: 0, fn: 0 });
    expect(datasets.towns.entity).toMatchObject({ tp: 2, fp: 0, fn: 0 });
    expect(stderr).toBe('');
  });

  test('have their white space squeezed, as decoded strings have', async () => {
    const [, other] = structures;
    const spaced = { relations: [{ type: ' works  for', head: 'Mona\tHald ', tail: 'Brix' }] };
    const { stdout } = await scoreOf([{ id: 'a', structure: spaced }, other!], '--profile', 'uie', '--json');
    expect(JSON.parse(stdout).profiles.uie.datasets.jobs.relation.tp).toBe(1);
  });

  test('that belong to another task are an error with line and field', async () => {
    const { error } = await scoreOf([{ id: 'a', structure: { entities: [] } }]);
    expect(error).toMatchObject({
      code: 'PROUIE_RECORD',
      location: { line: 1 },
      message: expect.stringContaining('structure.relations'),
    });
  });

  test('are explained item by item', async () => {
    const { stdout } = await scoreOf(structures, '--explain', 'a');
    expect(stdout).toMatch(/hit +works for +Mona Hald +Brix/);
  });
});

describe('outputs of another form', () => {
  test('are told from a bad system', async () => {
    const outputs = gold.map(({ id, gold: structure }) => ({ id, output: JSON.stringify(structure) }));
    const { stderr, stdout } = await scoreOf(outputs, '--json');
    expect(stderr).toContain('1 of 1 outputs of jobs name no type of their schema');
    expect(stderr).toContain('structures go into the field `structure`');
    expect(JSON.parse(stdout).profiles.prouie.datasets.jobs.relation.f1).toBe(0);
  });

  test('are not suspected where a system answers nothing, or breaks its JSON', async () => {
    const empty = gold.map(({ id }) => ({ id, output: '{}' }));
    expect((await scoreOf(empty)).stderr).toBe('');
    const broken = gold.map(({ id }) => ({ id, output: 'no idea' }));
    expect((await scoreOf(broken)).stderr).toBe('');
  });
});
