import { cpSync, existsSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { namesWith, packageRoot, pipelines, prouie, run } from './prouie.ts';
import { prouieHere, statusHere } from './prouie-here.ts';
import { temporaryFolder } from './temporary-folder.ts';

const flags = ['--pipeline', 'bakery.ts'];
let baked: string;

beforeAll(async () => {
  baked = temporaryFolder();
  cpSync(join(pipelines, 'bakery'), baked, { recursive: true });
  const ran = await run({ cwd: baked }, ...flags);
  if (ran.code !== 0) throw new Error(ran.stderr);
});

/** A folder with the pipeline and all its results, to be changed. */
function bakery(): { readonly cwd: string } {
  const cwd = temporaryFolder();
  cpSync(baked, cwd, { recursive: true });
  return { cwd };
}

function edit(caller: { readonly cwd: string }, name: string, change: (text: string) => string): void {
  const path = join(caller.cwd, name);
  const before = readFileSync(path, 'utf8');
  const after = change(before);
  if (after === before) throw new Error(`The edit of ${name} changed nothing.`);
  writeFileSync(path, after);
}

async function why(caller: { readonly cwd: string }, node: string, ...words: readonly string[]) {
  const { stdout } = await prouieHere(caller, 'why', node, '--json', ...flags, ...words);
  return JSON.parse(stdout) as Record<string, unknown>;
}

describe('what leaves every node fresh', () => {
  test('another folder with the same store', async () => {
    const moved = temporaryFolder();
    cpSync(join(pipelines, 'bakery'), moved, { recursive: true });
    const store = join(bakery().cwd, '.prouie');
    const again = await run({ cwd: moved }, ...flags, '--store', store);
    expect(again.summary).toMatchObject({ ran: 0, fresh: 3 });
    expect(readFileSync(join(moved, 'results/quick/bread.txt'), 'utf8')).toMatch(/^water\nbarley\n/);
  });

  test('a comment, a type and an unused function in the code of a step', async () => {
    const caller = bakery();
    edit(caller, 'sieve.ts', (text) =>
      [
        '// Of copper.',
        'export type Grade = 1 | 2;',
        'export function unused(grade: Grade): number {\n  return grade + 1;\n}',
        text.replace('lines.filter((line)', 'lines.filter(/* long ones */ (line: string)'),
      ].join('\n'),
    );
    expect((await run(caller, ...flags)).summary).toMatchObject({ ran: 0, fresh: 3 });
  });

  test('a parameter that was declared not to count', async () => {
    const caller = bakery();
    expect((await run(caller, ...flags, '--set', 'threads=4')).summary).toMatchObject({ ran: 0, fresh: 3 });
  });

  test('an edit that was taken back', async () => {
    const caller = bakery();
    edit(caller, 'grain.txt', (text) => text.replace('rye', 'maize'));
    expect(namesWith(await statusHere(caller, ...flags), 'fresh')).toEqual([]);
    edit(caller, 'grain.txt', (text) => text.replace('maize', 'rye'));
    expect(namesWith(await statusHere(caller, ...flags), 'fresh')).toEqual(['flour', 'dough', 'bread']);
  });
});

describe('what makes a node stale, told with its old and new value', () => {
  test('a constant in a file that its step imports: `code-changed` names the file', async () => {
    const caller = bakery();
    edit(caller, 'sieve.ts', (text) => text.replace('MESH = 3', 'MESH = 4'));
    const told = await why(caller, 'flour');
    expect(told).toMatchObject({ schemaVersion: 1, node: 'flour', status: 'stale' });
    const [reason, ...more] = told['reasons'] as { readonly type: string; readonly what: string }[];
    expect(more).toEqual([]);
    expect(reason).toMatchObject({
      type: 'code-changed',
      before: expect.any(String),
      after: expect.any(String),
    });
    expect(reason!.what).toBe('sieve.ts');
    const ran = await run(caller, ...flags);
    expect(ran.made).toEqual(['flour', 'dough', 'bread']);
    expect(readFileSync(join(caller.cwd, 'results/quick/bread.txt'), 'utf8')).toBe(
      'water\nbarley\noats\nwheat\nheat\n',
    );
  });

  test('a parameter: `params-changed`', async () => {
    const caller = bakery();
    const told = await why(caller, 'flour', '--set', 'coarseness=2');
    expect(told['reasons']).toEqual([{ type: 'params-changed', what: 'coarseness', before: 1, after: 2 }]);
  });

  test('a file: `input-changed` with both digests', async () => {
    const caller = bakery();
    edit(caller, 'grain.txt', (text) => `${text}spelt\n`);
    expect((await why(caller, 'flour'))['reasons']).toEqual([
      {
        type: 'input-changed',
        what: `grain (${caller.cwd}/grain.txt)`,
        before: expect.stringMatching(/^[0-9a-f]{64}$/),
        after: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    ]);
  });

  test('a file of equal size whose time was put back', async () => {
    const caller = bakery();
    const grain = join(caller.cwd, 'grain.txt');
    const { atime, mtime } = statSync(grain);
    edit(caller, 'grain.txt', (text) => text.replace('oats', 'corn'));
    utimesSync(grain, atime, mtime);
    expect((await why(caller, 'flour'))['reasons']).toMatchObject([{ type: 'input-changed' }]);
  });

  test('a result that it reads: `input-changed` names the node that made it', async () => {
    const caller = bakery();
    edit(caller, 'grain.txt', (text) => `${text}spelt\n`);
    await run(caller, ...flags, 'flour');
    const told = await why(caller, 'dough');
    expect(told['reasons']).toMatchObject([{ type: 'input-changed', what: 'flour (flour)' }]);
    expect((await why(caller, 'bread'))['status']).toBe('waiting');
  });

  test('several things at once are all told', async () => {
    const caller = bakery();
    edit(caller, 'grain.txt', (text) => `${text}spelt\n`);
    edit(caller, 'sieve.ts', (text) => text.replace('>=', '>'));
    const told = await why(caller, 'flour', '--set', 'coarseness=2');
    const types = (told['reasons'] as { readonly type: string }[]).map(({ type }) => type);
    expect(types.sort()).toEqual(['code-changed', 'input-changed', 'params-changed']);
  });

  test('--force: `forced`, and only that node runs when its bytes come out equal', async () => {
    const caller = bakery();
    const ran = await run(caller, '--force', 'flour', ...flags);
    expect(ran.summary).toMatchObject({ ran: 1, fresh: 2 });
    expect(ran.events).toContainEqual(
      expect.objectContaining({
        type: 'start',
        node: 'flour',
        reasons: [{ type: 'forced', what: 'run', before: null, after: null }],
      }),
    );
  });
});

describe('a node that reruns', () => {
  test('and gives the same bytes leaves what follows fresh', async () => {
    const caller = bakery();
    edit(caller, 'grain.txt', (text) => text.trimEnd().split('\n').reverse().join('\n').concat('\n'));
    const told = await statusHere(caller, ...flags);
    expect(told.get('flour')?.status).toBe('stale');
    expect(namesWith(told, 'waiting')).toEqual(['dough', 'bread']);
    const ran = await run(caller, ...flags);
    expect(ran.made).toEqual(['flour']);
    expect(ran.summary).toMatchObject({ ran: 1, fresh: 2 });
  });

  test('with an old value is a cache hit: nothing runs, and results/ go back too', async () => {
    const caller = bakery();
    const bread = join(caller.cwd, 'results/quick/bread.txt');
    const before = readFileSync(bread, 'utf8');
    expect((await run(caller, ...flags, '--set', 'coarseness=2')).summary.ran).toBe(3);
    expect(readFileSync(bread, 'utf8')).not.toBe(before);
    expect((await run(caller, ...flags)).summary).toMatchObject({ ran: 0, fresh: 3 });
    expect(readFileSync(bread, 'utf8')).toBe(before);
    expect((await run(caller, ...flags, '--set', 'coarseness=2')).summary).toMatchObject({
      ran: 0,
      fresh: 3,
    });
  });
});

describe('a result that is accepted', () => {
  test('counts for the new key with what hangs on it, and for no other', async () => {
    const caller = bakery();
    edit(caller, 'sieve.ts', (text) => text.replace('MESH * coarseness', 'coarseness * MESH'));
    expect((await statusHere(caller, ...flags)).get('flour')?.status).toBe('stale');
    const accepted = await prouieHere(
      caller,
      'accept',
      'flour',
      '--because',
      'the order of factors',
      ...flags,
    );
    expect(accepted.code).toBe(0);
    expect((await run(caller, ...flags)).summary).toMatchObject({ ran: 0, fresh: 3 });
    edit(caller, 'sieve.ts', (text) => text.replace('coarseness * MESH', 'coarseness + MESH'));
    expect((await statusHere(caller, ...flags)).get('flour')?.status).toBe('stale');
  });
});

describe('a file under results/', () => {
  test.each([
    ['edited', (path: string) => writeFileSync(path, 'stale bread\n')],
    ['deleted', (path: string) => rmSync(path)],
  ])('that was %s is put back, and the run says so', async (_how, spoil) => {
    const caller = bakery();
    const bread = join(caller.cwd, 'results/quick/bread.txt');
    const before = readFileSync(bread, 'utf8');
    // The copy of a folder has new time stamps: the first run notes them.
    await run(caller, ...flags);
    spoil(bread);
    const { code, stderr } = await prouie(caller, 'run', ...flags);
    expect(code).toBe(0);
    expect(stderr).toMatch(/^restored results\/quick\/bread\.txt\nquick: 0 ran, 3 fresh in .+\n$/);
    expect(readFileSync(bread, 'utf8')).toBe(before);
  });
});

describe('the example of the documentation', () => {
  test('runs as its page says, and lays its result under results/', async () => {
    const cwd = temporaryFolder();
    const example = ['--pipeline', join(packageRoot, 'examples/word-count/word-count.ts')];
    expect((await prouie({ cwd }, 'run', ...example)).code).toBe(0);
    expect(existsSync(join(cwd, '.prouie'))).toBe(true);
    const [first] = readFileSync(join(cwd, 'results/quick/word-counts.txt'), 'utf8').split('\n');
    expect(first).toMatch(/^ *3 the$/);
    expect((await run({ cwd }, ...example)).summary).toMatchObject({ ran: 0, fresh: 2 });
  });
});
