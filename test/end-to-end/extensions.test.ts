import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { clonePackage } from './package-clone.ts';
import { type Caller, packageRoot, prouie } from './prouie.ts';
import { temporaryFolder } from './temporary-folder.ts';

const page = readFileSync(join(packageRoot, 'docs/extending.md'), 'utf8');
let caller: Caller & { readonly installation: string };

beforeAll(() => {
  caller = { cwd: temporaryFolder(), installation: clonePackage() };
});

/** Adds a file of the page: the first block behind the words that name it. @returns where it lies */
function addFromPage(file: string): string {
  const [, behind] = page.split(`\`${basename(file)}\`:\n`);
  const block = behind === undefined ? undefined : /^\n```\w+\n(.*?)```/s.exec(behind);
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
