import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { clonePackage } from './package-clone.ts';
import { prouie, run } from './prouie.ts';
import { smallRecipe } from './small-recipe.ts';
import { temporaryFolder } from './temporary-folder.ts';

const LABELS = ['__proto__', 'constructor', '../x', '<script>', "'; drop table scores; --"] as const;
const NAMES = ['Mira', 'Tomas', 'Ilse', 'Jovan', 'Anke'];

test('labels and roles that are code, paths, SQL or HTML to somebody else are labels through the whole recipe', async () => {
  const caller = { cwd: join(temporaryFolder(), 'inside'), installation: clonePackage() };
  mkdirSync(caller.cwd);
  const data = temporaryFolder();
  writeCorpora(data, join(caller.installation, 'data'));
  const flags = ['--profile', 'laptop', '--data', data, ...smallRecipe.slice(0, 4), '--set', 'bits=12'];
  const ran = await run(caller, ...flags, 'score/after-cm1/*');
  expect(ran.events.filter(({ type }) => type === 'fail')).toEqual([]);
  expect(ran.code).toBe(0);
  for (const id of ['ncbi-disease', 'CoNLL2004', 'PHEE']) expect(ran.made).toContain(`score/after-cm1/${id}`);
  expect(readdirSync(join(caller.cwd, '..'))).toEqual(['inside']);
  expect(existsSync(join(caller.cwd, 'x'))).toBe(false);

  const query = 'select distinct schema, gold from examples order by all';
  const asked = await prouie(caller, 'sql', '--json', '--profile', 'laptop', query);
  expect(asked).toMatchObject({ code: 0, stderr: '' });
  for (const label of LABELS) expect(asked.stdout).toContain(label);
  expect((await prouie(caller, 'verify')).code).toBe(0);
});

/** A data set of every task whose labels and roles are all of these, and the cards that say so. */
function writeCorpora(folder: string, cards: string): void {
  const types = [...LABELS];
  // An object literal would take __proto__ for something else.
  const roles = Object.fromEntries(types.map((type) => [type, types]));
  const labels = `labels: ${JSON.stringify(types)}`;
  const events = `events: ${JSON.stringify(types.map((type) => ({ type, roles: types })))}`;
  writeCorpus(folder, cards, 'ncbi-disease', 'ner', labels, { types }, (name, label) => ({
    entities: [{ type: label, text: name }],
  }));
  writeCorpus(folder, cards, 'CoNLL2004', 're', labels, { types }, (name, label) => ({
    relations: [{ type: label, head: name, tail: 'Lund' }],
  }));
  writeCorpus(folder, cards, 'PHEE', 'ee', events, { types: roles }, (name, label) => ({
    events: [{ type: label, trigger: 'lives', arguments: [{ role: label, text: name }] }],
  }));
}

function writeCorpus(
  folder: string,
  cards: string,
  id: string,
  task: string,
  lines: string,
  schema: object,
  gold: (name: string, label: string) => object,
): void {
  const card = join(cards, `${id}.yaml`);
  const text = readFileSync(card, 'utf8').replace(/^(labels|events):[\s\S]*?(?=^published)/m, `${lines}\n`);
  writeFileSync(
    card,
    text
      .replace(/^labelMap:\n( .*\n)+/m, 'labelMap: {}\n')
      .replace(
        /labels: \d+, roles: (\w+)/,
        (_all, count) => `labels: 5, roles: ${count === 'null' ? count : 5}`,
      ),
  );
  mkdirSync(join(folder, id));
  for (const split of ['train', 'val', 'test']) {
    const rows = NAMES.flatMap((name, at) =>
      LABELS.map((label, number) => {
        const example = { id: `${id}/${split}/${at * LABELS.length + number}`, dataset: id, task, split };
        const text = `${name} lives in Lund .`;
        return `${JSON.stringify({ ...example, text, schema, gold: gold(name, label) })}\n`;
      }),
    );
    writeFileSync(join(folder, id, `${split}.jsonl`), rows.join(''));
  }
}
