import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Table } from '../../src/tables/table.ts';
import { clonePackage } from './package-clone.ts';
import { type Caller, packageRoot, prouie, run, status } from './prouie.ts';
import { temporaryFolder } from './temporary-folder.ts';

const page = readFileSync(join(packageRoot, 'docs/extending.md'), 'utf8');
let caller: Caller & { readonly installation: string };

beforeAll(() => {
  caller = { cwd: temporaryFolder(), installation: clonePackage() };
});

/** Adds a file of the page: the first block behind the words that name it. @returns where it lies */
function addFromPage(file: string): string {
  const [, behind] = page.split(new RegExp(`here \`${basename(file)}\`|this \`${basename(file)}\``));
  const block = behind === undefined ? undefined : /^[^`]*\n```\w+\n(.*?)```/s.exec(behind);
  if (block?.[1] === undefined) throw new Error(`docs/extending.md has no ${file}.`);
  const path = join(caller.installation, file);
  writeFileSync(path, block[1], { flag: 'wx' });
  return path;
}

test('a command of one file runs, has a page, is listed and completed, and goes with its file', async () => {
  expect((await prouie(caller, 'shout', 'harbour')).stderr).toContain('There is no command "shout"');
  const path = addFromPage('src/cli/commands/shout.ts');
  expect(await prouie(caller, 'shout', 'harbour')).toMatchObject({
    code: 0,
    stdout: 'HARBOUR\n',
    stderr: '',
  });
  expect((await prouie(caller, 'shout', '--help')).stdout).toContain('Usage: prouie shout WORD');
  expect((await prouie(caller, '--help')).stdout).toMatch(/^ {2}shout +Writes a word in capitals\.$/m);
  const { stdout } = await prouie(caller, 'completion', 'words', '--', 'sho');
  expect(stdout).toContain('shout\tWrites a word in capitals.\n');
  rmSync(path);
  expect((await prouie(caller, '--help')).stdout).not.toContain('shout');
}, 60_000);

test('a command that cannot be loaded is listed with the reason, beside all others', async () => {
  const path = join(caller.installation, 'src/cli/commands/torn.ts');
  writeFileSync(path, 'export const commandLine = {');
  const { code, stdout } = await prouie(caller, '--help');
  expect(code).toBe(0);
  expect(stdout).toMatch(/^ {2}torn +cannot be loaded: /m);
  expect(stdout).toMatch(/^ {2}status +say what is fresh/m);
  rmSync(path);
}, 60_000);

test('a data set of one card is listed, and its files are imported', async () => {
  addFromPage('data/Harbour.yaml');
  expect((await prouie(caller, 'data', 'list')).stdout).toContain('Harbour');
  const example = {
    id: 'h1',
    dataset: 'Harbour',
    task: 're',
    split: 'test',
    text: 'The Petrel is moored at Quay Nine.',
    schema: { types: ['moored at', 'built by'] },
    gold: { relations: [{ type: 'moored at', head: 'Petrel', tail: 'Quay Nine' }] },
  };
  writeFileSync(join(caller.cwd, 'harbour.jsonl'), `${JSON.stringify(example)}\n`);
  const imported = await prouie(caller, 'data', 'import', 'Harbour', '--from', '.', '--out', 'corpora');
  expect(imported, imported.stderr).toMatchObject({ code: 0 });
}, 60_000);

test('a corpus format of one file is listed, recognised and read', async () => {
  addFromPage('src/corpora/formats/arrows.ts');
  const { stdout } = await prouie(caller, 'data', 'formats', '--json');
  const { formats } = JSON.parse(stdout) as { readonly formats: readonly { readonly name: string }[] };
  expect(formats.map(({ name }) => name)).toContain('arrows');
  writeFileSync(
    join(caller.cwd, 'boats.txt'),
    'Petrel --moored at--> Quay Nine // The Petrel lies at Quay Nine.\n',
  );
  const words = ['--from', '.', '--split', 'test=boats.txt', '--out', 'boats'];
  const imported = await prouie(caller, 'data', 'import', 'Harbour', ...words);
  expect(imported, imported.stderr).toMatchObject({ code: 0 });
  expect(readFileSync(join(caller.cwd, 'boats/test.jsonl'), 'utf8')).toContain('"head":"Petrel"');
}, 60_000);

describe('in a run of the recipe', () => {
  const sets = ['--set', 'datasets=["ncbi-disease","SciERC","PHEE"]'];
  const gentle = [...sets, '--set', 'variants={"full":{},"without-sa":{},"gentle-reward":{}}'];

  test('a variant of the reward of one file leaves what was trained fresh, and is trained where it is named', async () => {
    expect((await run(caller, 'train/de1', ...sets)).summary).toMatchObject({ failed: 0 });
    addFromPage('src/uie/rewards/gentle.ts');
    expect((await prouie(caller, 'reward', '--help')).stdout).toMatch(/^ {2}gentle +full, with half/m);
    const told = await status(caller, 'train/**', ...sets);
    expect(told.get('train/de1')?.status ?? 'fresh').toBe('fresh');
    const example = { task: 'ner', gold: { entities: [{ type: 'a', text: 'x' }] }, output: '{"a": "y"}' };
    writeFileSync(join(caller.cwd, 'answer.jsonl'), `${JSON.stringify(example)}\n`);
    const reward = async (variant: string) =>
      JSON.parse((await prouie(caller, 'reward', '--variant', variant, 'answer.jsonl')).stdout) as {
        readonly pen: number;
      };
    expect((await reward('gentle')).pen).toBe((await reward('full')).pen / 2);
  }, 60_000);

  test('a scorer, a table and that reward are in the tables and in the report', async () => {
    addFromPage('src/uie/scorers/profiles/caseless.ts');
    addFromPage('src/tables/kinds/ends.ts');
    expect((await prouie(caller, 'score', '--help')).stdout).toMatch(/^ {2}caseless +strings without/m);
    expect((await prouie(caller, 'tables', '--help')).stdout).toMatch(/^ {2}ends +mean F1 of a task/m);
    const targets = ['table/{ends,scorers,controls}', 'table/caseless/ends'];
    expect((await run(caller, ...targets, ...gentle)).summary).toMatchObject({ failed: 0 });
    const shown = await prouie(caller, 'tables', 'ends', 'scorers', 'controls', '--json', ...gentle);
    const { tables } = JSON.parse(shown.stdout) as {
      readonly tables: readonly Pick<Table, 'title' | 'rows'>[];
    };
    const [ends, scorers, controls] = tables;
    expect(ends!.rows.map(({ row }) => row)).toEqual(['full', 'without-sa']);
    expect(ends!.rows[0]!.cells.every(({ value }) => value !== null && value > 0)).toBe(true);
    expect(scorers!.rows[0]!.cells.map(({ column }) => column)).toContain('caseless');
    const added = controls!.rows.find(({ row }) => row === 'gentle-reward')!;
    expect(added.cells.filter(({ value }) => value === null)).toEqual([]);
    const caseless = await prouie(caller, 'tables', 'ends', '--scorer', 'caseless', ...gentle);
    expect(caseless.stdout).toContain('scorer: caseless');
    await prouie(caller, 'report', '--out', 'report.html');
    const report = readFileSync(join(caller.cwd, 'report.html'), 'utf8');
    for (const name of ['gentle-reward', 'caseless', 'Variants that end in DE'])
      expect(report).toContain(name);
  }, 120_000);

  test('an engine of one file is listed, trains, answers and is scored', async () => {
    addFromPage('pipelines/engines/word-list.ts');
    expect((await prouie(caller, 'engines')).stdout).toMatch(/^word-list +engineOptions +a list of words/m);
    // A list of words knows no new names.
    const known = ['--set', 'synthetic.names=30'];
    const ours = [...sets, ...known, '--set', 'variants={"full":{}}', '--set', 'engine=word-list'];
    expect((await run(caller, 'table/1', ...ours)).summary).toMatchObject({ failed: 0 });
    const shown = await prouie(caller, 'tables', '1', '--json', ...ours);
    const { tables } = JSON.parse(shown.stdout) as {
      readonly tables: readonly Pick<Table, 'title' | 'rows'>[];
    };
    expect(tables[0]!.title).toContain('engine: word-list');
    const row = tables[0]!.rows.find((one) => one.row === 'ncbi-disease')!;
    expect(row.cells.find(({ node }) => node !== null)!.value).toBeGreaterThan(0);
    await prouie(caller, 'report', '--out', 'words.html');
    expect(readFileSync(join(caller.cwd, 'words.html'), 'utf8')).toContain('engine: word-list');
    const unknown = await prouie(caller, 'status', '--set', 'engine=word-lst');
    expect(unknown.stderr).toContain('word-list');
    const options = await prouie(caller, 'status', '--set', 'engineOptions.depth=2');
    expect(options.stderr).toContain('the engine embedded takes none');
  }, 120_000);
});
