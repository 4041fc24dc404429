import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { writeFiles } from '../temporary-folder.ts';
import { prouie, run, status } from './prouie.ts';
import { temporaryFolder } from './temporary-folder.ts';

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();

describe('prouie init', () => {
  test('fills a folder of that name, says what to do next, and what it says works', async () => {
    const cwd = temporaryFolder();
    const made = await prouie({ cwd }, 'init', 'my work');
    expect(made, made.stderr).toMatchObject({ code: 0 });
    expect(made.stdout).toBe(
      ['README.md', 'pipeline.ts', 'steps/frequent-words.ts', 'words.txt', '.gitignore', 'package.json']
        .map((name) => `my work/${name}\n`)
        .join(''),
    );
    expect(made.stderr).toMatch(/^Next:\n {2}cd 'my work' +goes there\n {2}prouie run /);
    const inside = { cwd: join(cwd, 'my work') };
    expect((await run(inside)).summary).toMatchObject({ ran: 2, failed: 0 });
    expect((await run(inside)).summary).toMatchObject({ ran: 0, fresh: 2 });
    expect((await prouie(inside, 'graph')).stdout).toContain('words ./steps/frequent-words');
    const ignored = readFileSync(join(inside.cwd, '.gitignore'), 'utf8').split('\n');
    expect(ignored).toEqual(expect.arrayContaining(['.prouie/', 'results/', 'node_modules/']));
  });

  test('makes a pipeline that checks its settings, wherever they stand', async () => {
    const cwd = temporaryFolder();
    await prouie({ cwd }, 'init');
    const faults: readonly (readonly [string, string])[] = [
      ['leest=3', 'A profile has no key `leest`.\n  at --set leest=3\n  Did you mean "least"?'],
      ['least=few', 'must be a number, and is the text "few".\n  at --set least=few'],
      ['least=0', 'must be greater than 0, and is 0.\n  at --set least=0'],
    ];
    for (const [setting, message] of faults) {
      const { code, stderr } = await prouie({ cwd }, 'run', '--set', setting);
      expect(code).toBe(2);
      expect(stderr).toContain(message);
    }
    expect((await run({ cwd })).summary).toMatchObject({ ran: 2 });
    writeFiles(cwd, { 'profiles/default.yaml': '# Nothing is set yet.\n\n' });
    expect((await run({ cwd })).summary).toMatchObject({ ran: 0, fresh: 2 });
    writeFiles(cwd, { 'profiles/default.yaml': 'least: 3\n' });
    expect((await run({ cwd })).summary).toMatchObject({ ran: 2, fresh: 0 });
    writeFiles(cwd, { 'profiles/default.yaml': 'laest: 3\n' });
    const { stderr } = await prouie({ cwd }, 'run');
    expect(stderr).toContain('profiles/default.yaml:1:1');
  });

  test('has no table of the paper, and says who has', async () => {
    const cwd = temporaryFolder();
    await prouie({ cwd }, 'init');
    const { code, stderr } = await prouie({ cwd }, 'tables', '5');
    expect(code).toBe(2);
    expect(stderr).toContain('PROUIE_TABLE_NOT_MADE');
    expect(stderr).toContain('as in --profile quick');
  });

  test.each(['words.txt', 'steps/frequent-words.ts'])(
    'writes nothing where there is %s already, and names it',
    async (name) => {
      const cwd = temporaryFolder();
      writeFiles(cwd, { [name]: 'mine' });
      const before = filesIn(cwd);
      const { code, stderr } = await prouie({ cwd }, 'init');
      expect(code).toBe(2);
      expect(stderr).toContain('PROUIE_INIT_EXISTS');
      expect(stderr).toContain(join(cwd, name));
      expect(filesIn(cwd)).toEqual(before);
      expect(readFileSync(join(cwd, name), 'utf8')).toBe('mine');
    },
  );

  test('writes through no link, and over no file in the place of a folder', async () => {
    const cwd = temporaryFolder();
    symlinkSync(join(cwd, 'elsewhere.txt'), join(cwd, 'words.txt'));
    writeFileSync(join(cwd, 'file'), 'mine');
    mkdirSync(join(cwd, 'other'));
    writeFileSync(join(cwd, 'other', 'steps'), 'mine');
    const before = filesIn(cwd);
    for (const words of [[], ['file'], ['file/inside'], ['other']]) {
      const { code, stderr } = await prouie({ cwd }, 'init', ...words);
      expect(code, stderr).toBe(2);
      expect(stderr).toContain('PROUIE_INIT_');
    }
    expect(filesIn(cwd)).toEqual(before);
  });

  test('leaves a package.json and a .gitignore as they are, and says so', async () => {
    const cwd = temporaryFolder();
    writeFiles(cwd, { 'package.json': '{"name":"mine"}', '.gitignore': 'mine\n' });
    const { code, stderr } = await prouie({ cwd }, 'init');
    expect(code).toBe(0);
    expect(stderr).toContain('package.json stays as it is.\n');
    expect(stderr).toContain('.gitignore stays as it is.\n');
    expect(readFileSync(join(cwd, 'package.json'), 'utf8')).toBe('{"name":"mine"}');
    expect(readFileSync(join(cwd, '.gitignore'), 'utf8')).toBe('mine\n');
  });
});

describe('in a folder with a pipeline.ts', () => {
  const own = `import { node } from 'prouie';
export const pipeline = () => [node({ name: 'mine', step: 'command', params: { argv: ['true'], stdout: 'nothing' }, outputs: { nothing: 'text' } })];
`;

  test('that is the pipeline, and its results are found without naming it', async () => {
    const cwd = temporaryFolder();
    writeFiles(cwd, { 'pipeline.ts': own });
    expect((await run({ cwd })).made).toEqual(['mine']);
    for (const words of [[], ['--pipeline', 'pipeline.ts'], ['--profile', 'default']])
      expect((await status({ cwd }, ...words)).get('mine')?.status).toBe('fresh');
    const { stdout } = await prouie({ cwd }, 'sql', 'SELECT pipeline, profile, name, status FROM nodes');
    expect(stdout).toContain('pipeline,default,mine,fresh');
    expect((await prouie({ cwd }, 'attach')).stderr).toContain('1 ran');
  });

  test('a profile that lies beside it is its own, and one that does not names the recipe', async () => {
    const cwd = temporaryFolder();
    writeFiles(cwd, { 'pipeline.ts': own, 'profiles/laptop.yaml': '{}', 'profiles/default.yaml': '{}' });
    expect([...(await status({ cwd }, '--profile', 'laptop')).keys()]).toEqual(['mine']);
    expect((await status({ cwd }, '--profile', 'quick')).has('table/5')).toBe(true);
    expect((await status({ cwd }, '--pipeline', 'prouie')).has('table/5')).toBe(true);
    const { code, stderr } = await prouie({ cwd }, 'status', '--profile', 'quikc');
    expect(code).toBe(2);
    expect(stderr).toContain('PROUIE_PROFILE_UNKNOWN');
  });

  test.each([
    ['defualt', 'Did you mean "default"?'],
    ['mien', 'Did you mean "mine"?'],
    ['quikc', 'Did you mean "quick"?'],
    ['elsewhere', 'pipeline.ts here has default, mine; the recipe has laptop, paper, quick, smollm2, tiny.'],
  ])('a profile %s that nothing has is refused with those of both pipelines', async (profile, hint) => {
    const cwd = temporaryFolder();
    writeFiles(cwd, { 'pipeline.ts': own, 'profiles/mine.yaml': '{}' });
    const { code, stderr } = await prouie({ cwd }, 'status', '--profile', profile);
    expect(code).toBe(2);
    expect(stderr).toContain(`no profile "${profile}".\n  at ${join(cwd, 'profiles')}\n  ${hint}\n`);
  });
});

describe('the recipe, called from a pipeline of one’s own', () => {
  const calling = (changes: string): string => `import { recipe, VARIANT_PLANS } from 'prouie/recipe';
export const pipeline = (context) => recipe(context, ${changes});
`;
  const settings = ['--set', 'datasets=[CoNLL2004]', '--set', 'variants={full: {}}'];

  test('has the nodes of the recipe itself, and those of a variant that is added', async () => {
    const cwd = temporaryFolder();
    writeFiles(cwd, {
      'pipeline.ts': calling("{ variants: { mine: { ...VARIANT_PLANS.full, reward: 'fine' } } }"),
    });
    const named = await status({ cwd }, '--profile', 'quick', ...settings);
    const called = await status({ cwd }, ...settings);
    const added = [...called.keys()].filter((name) => !named.has(name));
    expect([...named.keys()].filter((name) => !called.has(name))).toEqual([]);
    expect(added).toEqual(
      expect.arrayContaining(['train/mine/de1', 'score/mine/CoNLL2004', 'slots/score/mine']),
    );
    expect(added.every((name) => name.includes('/mine'))).toBe(true);
  });

  test.each([
    ['a variant that there is already', '{ variants: { full: VARIANT_PLANS.full } }', 'PROUIE_VARIANT'],
    ['a name that is none', "{ variants: { 'a/b': VARIANT_PLANS.full } }", 'PROUIE_VARIANT'],
    ['a basis that there is not', "{ basis: 'qick' }", 'PROUIE_PROFILE_UNKNOWN'],
  ])('refuses %s', async (_what, changes, expected) => {
    const cwd = temporaryFolder();
    writeFiles(cwd, { 'pipeline.ts': calling(changes) });
    const { code, stderr } = await prouie({ cwd }, 'status');
    expect(code).toBe(2);
    expect(stderr).toContain(expected);
  });

  test.each([
    ['{ varients: {} }', 'A recipe has no key `varients`', 'Did you mean "variants"?'],
    ['{ variants: { a: { ...VARIANT_PLANS.full, saa: false } } }', '`variants.a.saa`', 'Did you mean "sa"?'],
    ["{ variants: { a: { ...VARIANT_PLANS.full, reward: 'fien' } } }", '`variants.a.reward`', '"fine"'],
    ["{ variants: { a: { cm: 'ordered' } } }", '`variants.a.sa` is missing', 'second argument of `recipe`'],
    ['{ variants: { a: { ...VARIANT_PLANS.full, rewardChanges: { flor: 0 } } } }', 'flor', '"floor"'],
  ])('refuses the changes %s', async (changes, message, hint) => {
    const cwd = temporaryFolder();
    writeFiles(cwd, { 'pipeline.ts': calling(changes) });
    const { code, stderr } = await prouie({ cwd }, 'status');
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr).toContain(hint);
  });

  test.each([
    ['a key', 'bits: 18\nseed: 3\n', 'no key `seed`', ':2:1'],
    ['a key in a group', 'scale:\n  sa: 0.1\n  ca: 1\n', 'no key `scale.ca`', ':3:3'],
    ['a value', 'scale:\n  sa: lots\n', '`scale.sa` must be a number', ':2:7'],
    ['a value in a list', 'seeds: [1, two]\n', '`seeds[1]`', ':1:12'],
    ['a data set', 'datasets: [CoNLL2003, wikian]\n', 'a data set wikian', ''],
  ])('says of %s that does not fit where in the profile it stands', async (_what, text, message, place) => {
    const cwd = temporaryFolder();
    writeFiles(cwd, { 'pipeline.ts': calling('{}'), 'profiles/default.yaml': text });
    const { code, stderr } = await prouie({ cwd }, 'status');
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr).toContain(`at ${join(cwd, 'profiles/default.yaml')}${place}\n`);
  });

  test('says of a setting of the package that does not go with the profile where it stands', async () => {
    const cwd = temporaryFolder();
    writeFiles(cwd, {
      'pipeline.ts': calling("{ basis: 'paper' }"),
      'profiles/default.yaml': 'languageModel: { sft: { gpus: 16 } }\n',
    });
    const { code, stderr } = await prouie({ cwd }, 'status');
    expect([code, stderr]).toEqual([2, expect.stringMatching(/does not hold the 16 of/)]);
    expect(stderr).toMatch(/at .*pipelines\/profiles\/paper\.yaml:\d+:\d+\n/);
    const named = await prouie({ cwd }, 'status', '--set', 'bits=99');
    expect(named.stderr).toContain('at --set bits=99\n');
  });

  test('a run names the data set that is half there before those that the profile leaves out', async () => {
    const cwd = temporaryFolder();
    writeFiles(cwd, {
      'pipeline.ts': calling("{ basis: 'laptop' }"),
      'profiles/default.yaml': 'datasets: [wikiann, CoNLL2004]\n',
      'corpora/NER/wikiann/train': 'Ann B-PER\n',
    });
    const { stderr } = await prouie({ cwd }, 'run', 'data/*', '--data', 'corpora');
    expect(stderr).toMatch(/\d+ nodes are absent, for example data\/wikiann: half there: .*wikiann\/dev/);
    const one = await prouie({ cwd }, 'run', 'data/CoNLL2004', '--data', 'corpora');
    expect(one.stderr).toContain('\ndata/CoNLL2004 is absent: not found under --data\n');
  });

  test('an import that the package does not have is refused with what it has', async () => {
    const cwd = temporaryFolder();
    writeFiles(cwd, {
      'pipeline.ts': "import { recipe } from 'prouie/recipes';\nexport const pipeline = recipe;\n",
    });
    const { stderr } = await prouie({ cwd }, 'status');
    expect(stderr).toContain('PROUIE_BUNDLE');
    expect(stderr).toContain('prouie/recipe,');
  });
});
