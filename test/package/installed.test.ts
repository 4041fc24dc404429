import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeSmallCorpora } from '../end-to-end/small-corpora.ts';
import { packageRoot } from './empty-folder.ts';

const folder = mkdtempSync(join(tmpdir(), 'prouie-installed-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const tarball = join(folder, packedName());
const home = join(folder, 'work');
/** The files of the tarball, relative to the package. */
let files: readonly string[] = [];
/** Why npm could not install; undefined where it could. */
let unreachable: string | undefined;

beforeAll(() => {
  execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], {
    cwd: packageRoot,
    stdio: 'pipe',
  });
  files = execFileSync('tar', ['-tzf', tarball], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((path) => path.replace(/^package\//, ''));
  mkdirSync(home);
  const { status, stderr } = spawnSync(
    'npm',
    ['install', '--prefer-offline', '--no-audit', '--no-fund', '--fetch-retries=1', tarball],
    { cwd: home, encoding: 'utf8' },
  );
  if (status === 0) return;
  if (!/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENOTCACHED/.test(stderr))
    throw new Error(stderr);
  unreachable = 'npm has no registry here, and not all packages in its cache';
}, 300_000);

describe('the tarball', () => {
  test('holds what runs, its licence, the page of the report and types, and no tests, benchmarks or source maps', () => {
    for (const wanted of [
      'LICENSE',
      'README.md',
      'CHANGELOG.md',
      'bin/prouie.js',
      'dist/main.cjs',
      'dist/worker.js',
      'dist/report/page.js',
      'dist/exports/pipeline.js',
      'dist/exports/src/pipeline.d.ts',
      'dist/exports/pipelines/recipe.d.ts',
      'examples/workspace/pipeline.ts',
      'pipelines/profiles/quick.yaml',
      'papers/prouie/published.yaml',
      'data/CoNLL2003.yaml',
      'queries/ablation.sql',
      'src/steps/score.ts',
    ])
      expect(files).toContain(wanted);
    expect(
      files.filter((path) => /^(test|bench|scripts|results|api|\.ci)\/|\.map$|\.prouie\//.test(path)),
    ).toEqual([]);
  });

  test('has exports that publint and Are the types wrong find nothing about', () => {
    const check = (program: string, ...words: string[]) => {
      const { status, stdout, stderr } = spawnSync(
        join(packageRoot, 'node_modules', '.bin', program),
        words,
        {
          encoding: 'utf8',
        },
      );
      return { status, output: `${stdout}${stderr}` };
    };
    expect(check('publint', '--strict', tarball)).toMatchObject({ status: 0 });
    const types = check('attw', '--format', 'ascii', '--profile', 'esm-only', tarball);
    expect(types).toMatchObject({ status: 0 });
    for (const name of ['prouie', 'prouie/recipe', 'prouie/data', 'prouie/uie'])
      expect(types.output).toContain(`"${name}"`);
  });
});

describe('the package as npm installs it into an empty folder (needs npm’s registry or its cache)', () => {
  test('makes a workspace, runs it, and then has nothing to do', (context) => {
    if (unreachable !== undefined) return context.skip(unreachable);
    const before = installedFiles();
    const made = npx('init');
    expect(made).toMatchObject({ code: 0 });
    expect(made.output).toContain('package.json stays as it is.');
    expect(npx('run').output).toContain('default: 2 ran, 0 fresh');
    expect(npx('run').output).toContain('default: 0 ran, 2 fresh');
    expect(readFileSync(join(home, 'results/default/frequent-words.txt'), 'utf8')).toMatch(/^\d+ the\n/);
    expect(installedFiles()).toBe(before);
  });

  test('makes the recipe to the byte as the tracked results have it, all of it in the user’s folder', (context) => {
    if (unreachable !== undefined) return context.skip(unreachable);
    const before = installedFiles();
    const { code, output } = npx('run', '--profile', 'quick', '--tables');
    expect({ code, output }).toMatchObject({ code: 0 });
    expect(output).toContain('Table 5: ');
    const tracked = join(packageRoot, 'results/quick');
    const names = readdirSync(tracked).sort();
    expect(readdirSync(join(home, 'results/quick')).sort()).toEqual(names);
    for (const name of names)
      expect(readFileSync(join(home, 'results/quick', name), 'utf8'), name).toBe(
        readFileSync(join(tracked, name), 'utf8'),
      );
    expect(installedFiles()).toBe(before);
  }, 600_000);

  test('makes the recipe on corpora of the user, and prints their tables', (context) => {
    if (unreachable !== undefined) return context.skip(unreachable);
    const before = installedFiles();
    mkdirSync(join(home, 'corpora'));
    const sets = writeSmallCorpora(join(home, 'corpora'));
    const words = ['--profile', 'laptop', '--data', 'corpora'];
    const { code, output } = npx('run', ...words, '--tables');
    expect({ code, output }).toMatchObject({ code: 0 });
    expect(output).toContain('profile laptop');
    expect(npx('run', ...words).output).toMatch(/^laptop: 0 ran, /m);
    const { output: scored } = npx(
      'sql',
      '--profile',
      'laptop',
      "SELECT DISTINCT dataset FROM metrics WHERE variant = 'full' AND f1 > 0",
    );
    for (const set of sets.filter((name) => name !== 'CrossNER_AI')) expect(scored).toContain(set);
    expect(existsSync(join(home, 'results/laptop/table-2.md'))).toBe(true);
    expect(npx('report', '--profile', 'laptop').code).toBe(0);
    expect(installedFiles()).toBe(before);
  }, 600_000);

  test('gives programs and compilers what it exports', (context) => {
    if (unreachable !== undefined) return context.skip(unreachable);
    writeFileSync(join(home, 'decode.mjs'), DECODE);
    expect(execFileSync(process.execPath, ['decode.mjs'], { cwd: home, encoding: 'utf8' })).toBe(
      'Nils 1 -1\n',
    );
    writeFileSync(join(home, 'typed.ts'), TYPED);
    const compiled = spawnSync(
      process.execPath,
      [
        join(packageRoot, 'node_modules/typescript/bin/tsc'),
        ...'--noEmit --strict --target es2022 --module nodenext'.split(' '),
        'typed.ts',
      ],
      { cwd: home, encoding: 'utf8' },
    );
    expect(compiled.stdout).toBe('');
  });
});

const DECODE = `import { completeRewardOptions, computeReward, decodeOutput } from 'prouie/uie';
import { recipe } from 'prouie/recipe';
import { METRIC_COLUMNS } from 'prouie/data';
import { node } from 'prouie';
if (![recipe, node].every((one) => typeof one === 'function') || METRIC_COLUMNS.columns.length < 5) process.exit(1);
const gold = { task: 'ner', entities: [{ type: 'person', text: 'Nils' }] };
const reward = (output) => computeReward(gold, decodeOutput(output, gold), completeRewardOptions({})).overall;
const answer = '{"person": "Nils"}';
console.log(decodeOutput(answer, gold).structure.entities[0].text, reward(answer), reward('no JSON'));
`;

const TYPED = `import { defineStep, node, type Pipeline } from 'prouie';
import { recipe, VARIANT_PLANS } from 'prouie/recipe';
import { PREDICTION_COLUMNS } from 'prouie/data';
import { decodeOutput, scorers, type Structure } from 'prouie/uie';
import { z } from 'zod';

export const pipeline: Pipeline = (context) => [
  ...recipe(context, { basis: 'laptop', variants: { mine: { ...VARIANT_PLANS.full, sa: false } } }),
  node({ name: 'own', step: './own' }),
];
export const structure: Structure = decodeOutput('{}', { task: 'ner' }).structure;
export const names: readonly string[] = Object.keys(scorers);
export const step = defineStep({
  params: z.strictObject({ least: z.int() }),
  outputs: { list: 'text' },
  async run({ params, input, outputs }) {
    const { columns } = await input('predictions').table(PREDICTION_COLUMNS);
    const ids: readonly string[] = columns.id;
    outputs.writeLines('list', ids.slice(params.least));
  },
});
// @ts-expect-error A node has a step.
node({ name: 'own' });
`;

function npx(...words: string[]): { readonly code: number | null; readonly output: string } {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(PROUIE|VITEST)/.test(name)),
  );
  const { status, stdout, stderr } = spawnSync('npx', ['--no-install', 'prouie', ...words], {
    cwd: home,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    env,
  });
  return { code: status, output: stdout + stderr };
}

/** Of everything under node_modules: paths, sizes, times and where links lead. */
function installedFiles(): string {
  const root = join(home, 'node_modules');
  const hash = createHash('sha256');
  for (const path of readdirSync(root, { recursive: true, encoding: 'utf8' }).sort()) {
    const { size, mtimeMs, mode } = lstatSync(join(root, path));
    hash.update(`${path} ${size} ${mtimeMs} ${mode}\n`);
  }
  return hash.digest('hex');
}

function packedName(): string {
  const { name, version } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as {
    readonly name: string;
    readonly version: string;
  };
  return `${name}-${version}.tgz`;
}
