import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Caller, run } from './prouie.ts';
import { prouieHere, statusHere } from './prouie-here.ts';
import { writeSmallCorpora } from './small-corpora.ts';
import { smallRecipe } from './small-recipe.ts';
import { temporaryFolder } from './temporary-folder.ts';

const caller: Caller = { cwd: temporaryFolder() };
const data = join(caller.cwd, 'corpora');
const recipe = ['--profile', 'laptop', '--data', 'corpora', ...smallRecipe.filter(isForRealCorpora)];

/** The flags about synthetic corpora are left out with the words before them. */
function isForRealCorpora(word: string, index: number): boolean {
  return !`${word} ${smallRecipe[index + 1]}`.includes('synthetic.');
}

const QUERIES = [
  { id: 'a', text: 'find two lamps near Lund', slots: { body: 'lamps', number: 'two', location: 'Lund' } },
  { id: 'b', text: 'Mira works in Ostrava .', slots: { body: 'Mira' } },
  { id: 'c', text: 'anything', slots: {} },
];

function writeQueries(queries: readonly object[]): void {
  writeFileSync(
    join(data, 'slots/queries.jsonl'),
    queries.map((query) => `${JSON.stringify(query)}\n`).join(''),
  );
}

const result = (name: string): string => readFileSync(join(caller.cwd, 'results/laptop', name), 'utf8');

beforeAll(() => {
  mkdirSync(data);
  writeSmallCorpora(data);
});

describe('Figure 3 on queries of one’s own', () => {
  test('is absent without them, and says where they would lie', async () => {
    const told = await statusHere(caller, ...recipe, 'figure/3');
    expect(told.get('figure/3')?.status).toBe('absent');
    const { stdout } = await prouieHere(caller, 'why', 'figure/3', ...recipe);
    expect(stdout).toContain('slots/queries.jsonl not found under --data');
  });

  test('is made from the file, with a bar for every variant and slot', async () => {
    mkdirSync(join(data, 'slots'));
    writeQueries(QUERIES);
    const ran = await run(caller, ...recipe, 'figure/3');
    expect(ran.code).toBe(0);
    expect(readdirSync(join(caller.cwd, 'results/laptop')).sort()).toEqual([
      'figure-3.csv',
      'figure-3.json',
      'figure-3.md',
      'figure-3.svg',
    ]);
    const figure = JSON.parse(result('figure-3.json')) as {
      readonly slots: readonly { readonly slot: string; readonly filled: number }[];
      readonly variants: readonly { readonly variant: string; readonly bars: readonly object[] }[];
    };
    expect(figure).toMatchObject({ figure: '3', synthetic: false, queries: 3 });
    expect(figure.slots.map(({ slot, filled }) => [slot, filled])).toEqual([
      ['body', 2],
      ['action', 0],
      ['environment', 0],
      ['location', 1],
      ['number', 1],
      ['source', 0],
    ]);
    expect(figure.variants.map(({ variant, bars }) => [variant, bars.length])).toEqual([
      ['full', 6],
      ['coarse-only', 6],
    ]);
    expect(result('figure-3.svg').match(/<title>(full|coarse-only), /g)).toHaveLength(12);
    expect(result('figure-3.md') + result('figure-3.svg')).not.toContain('synthetic');
  });

  test('can be asked in SQL, where queries are among no data sets', async () => {
    const query = async (sql: string): Promise<string> =>
      (await prouieHere(caller, 'sql', sql, '--format', 'csv', '--profile', 'laptop')).stdout.trim();
    expect(await query("SELECT filled, queries FROM slots WHERE slot = 'body' AND variant = 'full'")).toBe(
      'filled,queries\n2,3',
    );
    for (const relation of ['examples', 'predictions', 'metrics'])
      expect(await query(`SELECT count(*) AS n FROM ${relation} WHERE dataset = 'queries'`)).toBe('n\n0');
  });

  test('has slots of one’s own with a card beside the queries', async () => {
    writeFileSync(
      join(data, 'slots/queries.yaml'),
      'id: lamps\nname: lamps\nslots:\n  - { name: colour, definition: what colour }\nfile: slots/lamps.jsonl\n',
    );
    writeFileSync(join(data, 'slots/lamps.jsonl'), '{"text":"a red lamp","slots":{"colour":"red"}}\n');
    expect((await run(caller, ...recipe, 'figure/3')).code).toBe(0);
    expect(result('figure-3.csv').split('\n')[1]).toMatch(/^3,laptop,embedded,false,full,colour,/);
  });

  test('fails with file and line when a query has a slot that the card lacks', async () => {
    writeFileSync(join(data, 'slots/lamps.jsonl'), '\n{"text":"a red lamp","slots":{"color":"red"}}\n');
    const { code, events } = await run(caller, ...recipe, 'figure/3');
    expect(code).toBe(1);
    expect(events).toContainEqual(
      expect.objectContaining({
        type: 'fail',
        node: 'slots/queries',
        failure: expect.objectContaining({
          code: 'PROUIE_SLOT_UNKNOWN',
          hint: 'Did you mean "colour"?',
          location: expect.objectContaining({ line: 2 }) as object,
        }) as object,
      }),
    );
  });
});

describe('queries', () => {
  test('are no data set: neither listed, checked nor drawn from', async () => {
    for (const command of ['list', 'stats', 'check']) {
      const { stdout } = await prouieHere(caller, 'data', command, '--data', 'corpora');
      expect(stdout.split('\n').filter((line) => /lamps|slots|^(ok +)?queries/.test(line))).toEqual([]);
    }
    const told = await statusHere({ cwd: temporaryFolder() }, ...smallRecipe, '+mix/**', '+table/8');
    expect([...told.keys()].filter((name) => name.startsWith('slots/'))).toEqual([]);
  });
});
