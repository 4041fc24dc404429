import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { packageRoot, pipelines } from './prouie.ts';
import { prouieHere } from './prouie-here.ts';
import { treeOf } from './store-files.ts';
import { temporaryFolder } from './temporary-folder.ts';

describe('words on the command line', () => {
  test.each([
    [['rnu'], 'PROUIE_USAGE: There is no command "rnu".', 'Did you mean "run"?'],
    [['run', '--jbos', '2'], '`prouie run` has no flag --jbos.', 'Did you mean "--jobs"?'],
    [['run', '--jobs', '0'], '--jobs takes a whole number from 1 on.', 'prouie run --help'],
    [['run', '--jobs', 'two'], '--jobs takes a number, not "two".', 'prouie run --help'],
    [['run', '--order', 'reversd'], '--order does not know "reversd".', 'Did you mean "reversed"?'],
    [['status', '--color', 'allways'], '--color does not know "allways".', 'Did you mean "always"?'],
    [['run', 'tabel/5'], 'PROUIE_TARGET_UNKNOWN: No node is named "tabel/5".', 'Did you mean "table/5"?'],
    [['run', '--force', 'train'], 'No node is named "train".', 'try "train/**"'],
    [['why', 'train/*'], '"train/*" names', 'prouie status'],
    [['why'], '`why` takes 1 operand, not 0.', 'prouie why --help'],
    [
      ['run', '--data', '/nowhere'],
      'PROUIE_DATA_MISSING: There is no data folder /nowhere.',
      'NER/, RE/ and EE/',
    ],
    [['run', '--pipeline', 'none.ts'], 'PROUIE_PIPELINE_MISSING: There is no pipeline', 'TypeScript file'],
    [['run', '--profile', 'quikc'], 'PROUIE_PROFILE_UNKNOWN: There is no profile "quikc".', '"quick"'],
  ])('%j are refused with advice, and nothing is run', async (words, message, hint) => {
    const cwd = temporaryFolder();
    const { code, stdout, stderr } = await prouieHere({ cwd }, ...words);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr).toContain(hint);
    expect(stderr).not.toContain('PROUIE_BUG');
    expect(stdout).toBe('');
    expect(treeOf(cwd)).toEqual([]);
  });
});

describe('a setting given by --set', () => {
  test.each([
    ['bist=1', 'A profile has no key `bist`.', 'Did you mean "bits"?'],
    ['variants.fll={}', 'A profile has no key `variants.fll`.', 'Did you mean "full"?'],
    ['bits=99', "The profile's `bits` must be at most 26, and is 99.", '--set bits=99'],
    ['variants.full.reward.penalty=additve', 'variants.full.reward.penalty', 'Did you mean "additive"?'],
    ['variants=3', "The profile's `variants` must be a group of keys, and is 3.", ''],
    ['engine=3', 'The profile\'s `engine` must be "easyr1", "embedded" or "trl", and is 3.', ''],
    ['languageModel={}', "The profile's `languageModel.start` is missing: it must be a group of keys.", ''],
    ['evaluation.scorers=3', 'must be "all" or a list, and is 3.', ''],
    ['executor=5', "The profile's `executor` must be a group of keys, and is 5.", ''],
    [
      'executor={kind: slurn}',
      'must be "pool" or "slurm", and is the text "slurn".',
      'Did you mean "slurm"?',
    ],
  ])('%s is refused at its place on the command line', async (setting, message, hint) => {
    const cwd = temporaryFolder();
    const words = ['run', 'data/*', '--set', 'seeds=[2]', '--set', setting, '--set', 'json=pretty'];
    const { code, stderr } = await prouieHere({ cwd }, ...words);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr).toContain(hint);
    expect(stderr).toContain(`  at --set ${setting}\n`);
  });

  test.each([
    [['engine=trl', 'languageModel={}'], 1, '`languageModel.start` is missing'],
    [['engine=vllm', 'engine=trl'], 1, 'needs the group `languageModel`'],
    [['variants=3', 'bits=many', 'bits=20'], 0, '`variants` must be a group of keys'],
    [['bits=many', 'variants.full=3'], 0, '`bits` must be a number, and is the text "many".'],
    [
      ['executor={kind: slurm}', 'executor.poll=0', 'json=pretty'],
      1,
      '`executor.poll` must be greater than 0',
    ],
  ])('is blamed for its own error alone, among others: %j', async (settings, wrong, message) => {
    const flags = settings.flatMap((setting) => ['--set', setting]);
    const { code, stderr } = await prouieHere({ cwd: temporaryFolder() }, 'run', 'data/*', ...flags);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr).toContain(`  at --set ${settings[wrong]}\n`);
  });

  test('is not blamed for an error of the file', async () => {
    const cwd = temporaryFolder();
    const good = readFileSync(join(packageRoot, 'pipelines/profiles/quick.yaml'), 'utf8');
    write(join(cwd, 'profiles/mine.yaml'), good.replace('sa: 0.012', 'sa: 1.2'));
    write(join(cwd, 'recipe.ts'), `export { pipeline } from '${packageRoot}pipelines/prouie.ts';\n`);
    const words = ['--pipeline', 'recipe.ts', '--profile', 'mine', '--set', 'bits=20'];
    const { stderr } = await prouieHere({ cwd }, 'status', ...words);
    expect(stderr).toMatch(/`scale\.sa` must be at most 1, and is 1\.2\.\n {2}at .*mine\.yaml:\d+:\d+\n/);
  });

  test.each([
    ['bits.more=1', '--set bits.more cannot be made: Expected YAML collection at bits'],
    ['bits=[', '--set bits cannot be made: Flow sequence must end with a ]'],
    ['bits', '--set takes PATH=VALUE, not "bits".'],
    ['=1', '--set takes PATH=VALUE, not "=1".'],
  ])('%s is refused when it cannot be set at all', async (setting, message) => {
    const { code, stderr } = await prouieHere({ cwd: temporaryFolder() }, 'status', '--set', setting);
    expect(code).toBe(2);
    expect(stderr).toContain('PROUIE_USAGE');
    expect(stderr).toContain(message);
  });
});

describe('a profile', () => {
  test.each([
    ['a misspelt key', 'bits:', 'bist:', 'no key `bist`', 'Did you mean "bits"?'],
    ['a misspelt key in a group', '  cm2:', '  cm2x:', 'no key `scale.cm2x`', 'Did you mean "cm2"?'],
    ['a value out of range', 'sa: 0.012', 'sa: 1.2', '`scale.sa` must be at most 1, and is 1.2.', ''],
    ['a misspelt word', 'engine: embedded', 'engine: imbedded', '`engine`', 'Did you mean "embedded"?'],
    ['a broken line', 'seeds: [1]', 'seeds: [1', 'is not YAML', ''],
  ])('with %s is refused with file, line and column', async (_what, right, wrong, message, hint) => {
    const cwd = temporaryFolder();
    const good = readFileSync(join(packageRoot, 'pipelines/profiles/quick.yaml'), 'utf8');
    const text = good.replace(right, wrong);
    expect(text).not.toBe(good);
    write(join(cwd, 'profiles/mine.yaml'), text);
    write(join(cwd, 'recipe.ts'), `export { pipeline } from '${packageRoot}pipelines/prouie.ts';\n`);
    const { code, stderr } = await prouieHere(
      { cwd },
      'status',
      '--pipeline',
      'recipe.ts',
      '--profile',
      'mine',
    );
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr).toContain(hint);
    const [, line, column] = /mine\.yaml:(\d+):(\d+)\n/.exec(stderr) ?? [];
    const wrongLine = text.split('\n').findIndex((one) => one.includes(wrong.trim())) + 1;
    // A bracket that is not closed is only missed where the next key begins.
    expect(Number(line) - wrongLine).toBe(wrong.endsWith('[1') ? 3 : 0);
    expect(Number(column)).toBeGreaterThan(0);
  });
});

describe('a pipeline', () => {
  const imports = "import { node, output } from 'prouie';\n";
  const command = (name: string, more = '') =>
    `node({ name: '${name}', step: 'command', params: { argv: ['true'] }, outputs: { y: 'text' }, ${more} })`;
  const needs = (name: string) => `inputs: { x: output('${name}', 'y') }`;
  test.each([
    [
      'that is no TypeScript',
      'export const pipeline = () => [1;\n',
      ['PROUIE_BUNDLE: Expected "]" but found ";"', 'mine.ts:1:33', 'nothing was run'],
    ],
    [
      'that imports what is not there',
      "import { x } from './nothing.ts';\nexport const pipeline = () => [x];\n",
      ['PROUIE_BUNDLE: Could not resolve "./nothing.ts"', 'mine.ts:1:19'],
    ],
    [
      'that imports a package that is not installed',
      "import x from 'no-such-package';\nexport const pipeline = () => [x];\n",
      ['PROUIE_LOAD', 'the package "no-such-package", which is not installed', 'mine.ts'],
    ],
    [
      'that throws',
      "export const pipeline = () => { throw new Error('no flour'); };\n",
      ['PROUIE_PIPELINE: The pipeline failed: no flour', 'mine.ts', '--debug'],
    ],
    [
      'under another name',
      'export const pipelines = () => [];\n',
      ['exports no function named "pipeline"', 'mine.ts', 'export const pipeline'],
    ],
    [
      'that gives a promise',
      'export const pipeline = async () => [];\n',
      ['The pipeline gave a promise and no list of nodes.', 'mine.ts', 'Return an array.'],
    ],
    [
      'with a node without a step',
      "export const pipeline = () => [{ name: 'a' }];\n",
      ['PROUIE_PIPELINE: The node "a" has no step.', 'mine.ts'],
    ],
    [
      'with a circle',
      `${imports}export const pipeline = () => [${command('a', needs('b'))}, ${command('b', needs('a'))}];\n`,
      ['PROUIE_GRAPH_CYCLE: These nodes need each other: a, b.', 'mine.ts', 'Break the circle'],
    ],
    [
      'with one name twice',
      `${imports}export const pipeline = () => [${command('a')}, ${command('a')}];\n`,
      ['PROUIE_GRAPH_DUPLICATE: Two nodes are named "a".', 'mine.ts'],
    ],
    [
      'with a step that is not there',
      `${imports}export const pipeline = () => [node({ name: 'a', step: 'comand' })];\n`,
      ['PROUIE_STEP_UNKNOWN', '"a" uses the step "comand"', 'Did you mean "command"?'],
    ],
    [
      'with an input from a node that is not there',
      `${imports}export const pipeline = () => [${command('bread')}, ${command('b', needs('braed'))}];\n`,
      ['PROUIE_GRAPH_REFERENCE', 'names the node "braed"', 'Did you mean "bread"?'],
    ],
    [
      'with a misspelt parameter',
      `${imports}export const pipeline = () => [node({ name: 'a', step: 'command', params: { argvs: [] }, outputs: {} })];\n`,
      ['PROUIE_PARAM', 'the step "command" has no parameter "argvs"', 'Did you mean "argv"?'],
    ],
    [
      'with a parameter out of range',
      `${imports}export const pipeline = () => [node({ name: 'a', step: 'command', params: { argv: [] }, outputs: {} })];\n`,
      ['PROUIE_PARAM', '"a": the parameter "argv" must have at least 1 entry, and has 0.', 'mine.ts'],
    ],
    [
      'with a copy outside of results/',
      `${imports}export const pipeline = () => [${command('a', "results: { '../../y': 'y' }")}];\n`,
      ['PROUIE_OUTSIDE', '"a": "../../y" is no path inside a folder', 'mine.ts'],
    ],
    [
      'with an output outside of its folder',
      `${imports}export const pipeline = () => [node({ name: 'a', step: 'command', params: { argv: ['true'] }, outputs: { '../y': 'text' } })];\n`,
      ['PROUIE_OUTSIDE', '"a": "../y" is no path inside a folder', 'mine.ts'],
    ],
  ])('%s is refused with its place, and nothing is run', async (_what, source, says) => {
    const cwd = temporaryFolder();
    write(join(cwd, 'mine.ts'), source);
    const { code, stdout, stderr } = await prouieHere({ cwd }, 'run', '--pipeline', 'mine.ts');
    expect(code).toBe(2);
    for (const part of says) expect(stderr).toContain(part);
    expect(stderr).not.toContain('PROUIE_BUG');
    expect(stdout).toBe('');
    expect(treeOf(cwd)).toHaveLength(1);
  });

  test('whose input file is not there has an absent node that says so, and the rest is made', async () => {
    const cwd = temporaryFolder();
    const node = `node({ name: 'a', step: 'command', params: { argv: ['cat', '{in:f}'], stdout: 'y' }, inputs: { f: file('gone.txt') }, outputs: { y: 'text' } })`;
    write(
      join(cwd, 'mine.ts'),
      `import { file, node } from 'prouie';\nexport const pipeline = () => [${node}, ${command('b').replace("'true'", "'touch', '{out:y}'")}];\n`,
    );
    const { code, stderr } = await prouieHere({ cwd }, 'run', '--pipeline', 'mine.ts');
    expect(code).toBe(0);
    expect(stderr).toContain('1 ran, 0 fresh, 1 skipped');
    expect(stderr).toContain('a is absent: there is no file gone.txt');
    const told = await prouieHere({ cwd }, 'why', 'a', '--pipeline', 'mine.ts');
    expect(told.stdout).toContain('a is absent: there is no file gone.txt');
  });
});

describe('a store', () => {
  test.each(['run', 'status'])('that is a file is refused by `%s`', async (command) => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'file'), 'I am no folder');
    const words = ['--pipeline', join(pipelines, 'counted.ts'), '--set', 'side=x', '--store', 'file'];
    const { code, stderr } = await prouieHere({ cwd }, command, ...words);
    expect(code).toBe(2);
    expect(stderr).toContain(`PROUIE_STORE_PATH: The store ${cwd}/file is a file, not a folder.`);
  });
});

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
