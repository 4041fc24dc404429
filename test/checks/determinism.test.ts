import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { packageRoot, sourceTree } from './source-tree.ts';

interface LintReport {
  readonly diagnostics: readonly {
    readonly category: string;
    readonly severity: string;
    readonly location: { readonly path: string };
  }[];
}

const RULES = ['biome.json', 'scripts/determinism.grit', 'scripts/streams.grit'];

/** Lints files under the rules of this package. @returns the categories of errors, file by file */
async function lint(
  files: Readonly<Record<string, string>>,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const rules = RULES.map((path) => [path, readFileSync(join(packageRoot, path), 'utf8')] as const);
  const root = sourceTree({ ...files, ...Object.fromEntries(rules) });
  const biome = join(packageRoot, 'node_modules', '.bin', 'biome');
  const { stdout } = await execa(biome, ['lint', '--reporter=json', '--max-diagnostics=500', '.'], {
    cwd: root,
    reject: false,
  });
  const errors = (JSON.parse(stdout) as LintReport).diagnostics.filter(
    ({ severity }) => severity === 'error',
  );
  const byFile = new Map<string, string[]>();
  for (const { category, location } of errors) {
    byFile.set(location.path, [...(byFile.get(location.path) ?? []), category]);
  }
  return byFile;
}

const BARRED = {
  exp: 'export const value = (x: number) => Math.exp(x);',
  log: 'export const value = (x: number) => Math.log(x);',
  log2: 'export const value = (x: number) => Math.log2(x);',
  pow: 'export const value = (x: number) => Math.pow(x, 0.5);',
  sine: 'export const value = (x: number) => Math.sin(x);',
  hypotenuse: 'export const value = (x: number) => Math.hypot(x, 1);',
  random: 'export const value = () => Math.random();',
  'handed-on': 'export const value = (xs: readonly number[]) => xs.map(Math.exp);',
  optional: 'export const value = (x: number) => Math?.exp(x);',
  'taken-apart': 'export const { log: value } = Math;',
  renamed: 'const Numbers = Math;\nexport const value = Numbers.exp(1);',
  computed: `export const value = (name: 'exp') => Math[name](1);`,
  'in-a-template': `export const value = (x: number) => \`\${Math.exp(x)}\`;`,
  root: 'export const value = (x: number) => x ** 0.5;',
  'power-assigned': 'export function value(x: number) {\n  let y = x;\n  y **= 0.5;\n  return y;\n}',
  now: 'export const value = () => Date.now();',
  'new-date': 'export const value = () => new Date();',
  performance: 'export const value = () => performance.now();',
  pid: 'export const value = () => process.pid;',
  'through-global': 'export const value = () => globalThis.Date.now();',
  uuid: 'export const value = () => crypto.randomUUID();',
  compare: 'export const value = (a: string, b: string) => a.localeCompare(b);',
  'taken-compare': `export const { localeCompare: value } = 'a';`,
  'locale-case': 'export const value = (a: string) => a.toLocaleUpperCase();',
  'locale-number': 'export const value = (a: number) => a?.toLocaleString();',
  collator: 'export const value = new Intl.Collator();',
  'own-place': 'export const value = import.meta.url;',
  'computed-import': 'export const value = (name: string) => import(name);',
  'template-import': 'export const value = () => import(`./module.ts`);',
  output: `export const value = () => console.log('a');`,
} as const;

const ALLOWED = {
  exact:
    'export const value = (x: number) => Math.sqrt(Math.floor(Math.abs(x)) * Math.PI) + Math.imul(3, x);',
  'math-module': `import { exp, log } from '../math.ts';\nexport const value = (x: number) => exp(log(x));`,
  named: 'export const value = (row: { readonly log: number; readonly exp: number }) => row.log * row.exp;',
  'own-process': 'export function value(process: { readonly name: string }) {\n  return process.name;\n}',
  comment: '/** Math.exp, x ** 2 and Date.now() in words. */\nexport const value = `**bold** Math.exp(1)`;',
  'known-import': `export const value = () => import('./exact.ts');`,
} as const;

function filesIn(folder: string, sources: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(sources).map(([name, text]) => [`${folder}/${name}.ts`, `${text}\n`]),
  );
}

describe('the rules for determinism', () => {
  it('bar what depends on platform, locale, place or time, however it is written', async () => {
    const found = await lint(filesIn('src/uie', BARRED));
    const missed = Object.keys(BARRED).filter((name) => !found.has(`src/uie/${name}.ts`));
    expect(missed).toEqual([]);
  });

  it('let exact arithmetic pass', async () => {
    expect([...(await lint(filesIn('src/uie', ALLOWED)))]).toEqual([]);
  });

  it('hold in every folder whose code makes artifacts, and in no other', async () => {
    const source = { inexact: BARRED.exp, dated: BARRED.now };
    const bound = [
      'src',
      'src/uie/scorers',
      'src/corpora/formats',
      'src/engines/embedded',
      'src/tables',
      'src/steps',
    ];
    const free = ['src/runner', 'src/cli', 'bench', 'test', 'scripts'];
    const files = [...bound, ...free].map((folder) => filesIn(folder, source));
    const found = await lint(Object.assign({}, ...files));
    const expected = bound.flatMap((folder) => [
      [`${folder}/dated.ts`, ['lint/style/noRestrictedGlobals']],
      [`${folder}/inexact.ts`, ['plugin']],
    ]);
    expect([...found].sort()).toEqual(expected.sort());
  });
});

describe('the rules for streams', () => {
  it('keep words, streams and exit codes out of src/, where commands are given theirs', async () => {
    const sources = {
      words: 'export const value = () => process.argv;',
      print: `export const value = () => process.stdout.write('a');`,
      code: 'export function value() {\n  process.exitCode = 1;\n}',
    };
    const found = await lint({ ...filesIn('src/cli/commands', sources), ...filesIn('bench', sources) });
    expect([...found.keys()].sort()).toEqual(filesOf('src/cli/commands', sources));
  });
});

describe('the rules for modules', () => {
  it('bar default exports, unprefixed builtins, values imported as types, and empty blocks', async () => {
    const sources = {
      default: 'const rows = 1;\nexport default rows;',
      builtin: `import { join } from 'path';\nexport const value = join('a', 'b');`,
      types: `import { Row } from './row.ts';\nexport type Rows = readonly Row[];`,
      empty: 'export function value(read: () => void) {\n  try {\n    read();\n  } catch {}\n}',
      enum: 'export enum Split {\n  Train,\n}',
    };
    const found = await lint(filesIn('src/cli', sources));
    expect([...found.keys()].sort()).toEqual(filesOf('src/cli', sources));
  });
});

function filesOf(folder: string, sources: Readonly<Record<string, string>>): readonly string[] {
  return Object.keys(filesIn(folder, sources)).sort();
}
