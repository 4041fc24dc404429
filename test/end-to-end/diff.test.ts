import { execFileSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ChangedExample } from '../../src/compare/changed-examples.ts';
import type { Comparison } from '../../src/compare/comparison.ts';
import { storePaths } from '../../src/store/paths.ts';
import { clonePackage } from './package-clone.ts';
import { type Caller, run } from './prouie.ts';
import { prouieHere } from './prouie-here.ts';
import { fewDatasets, smallRecipe, twoScorers } from './small-recipe.ts';
import { temporaryFolder } from './temporary-folder.ts';

interface Diff extends Comparison {
  readonly schemaVersion: 1;
  readonly a: { readonly run: string | null; readonly variant: string | null; readonly seed: number | null };
  readonly b: Diff['a'];
}

interface CountRow {
  readonly variant: string;
  readonly tp: number;
  readonly errors: number;
}

const VARIANTS = ['variants={full: {}, coarse-only: {}, cm-only: {}}', 'seeds=[1, 2]'].flatMap((setting) => [
  '--set',
  setting,
]);
const WEIGHT = 'variants.full.reward.weights.ner.wT=0.3';
const DIGEST = expect.stringMatching(/^[0-9a-f]{64}$/);

/** A store with two seeds of three variants, which was first run with another weight of the reward. */
describe('prouie diff', () => {
  const caller: Caller & { readonly installation: string } = {
    cwd: temporaryFolder(),
    installation: clonePackage(),
  };
  const store = join(caller.cwd, '.prouie');
  const commits: string[] = [];

  function commit(): void {
    const git = (...words: readonly string[]): string =>
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', ...words], {
        cwd: caller.installation,
        encoding: 'utf8',
      });
    if (commits.length === 0) git('init', '--quiet');
    git('add', '--', 'pipelines');
    git('commit', '--quiet', '--allow-empty', '--message', 'A state');
    commits.push(git('rev-parse', 'HEAD').trim());
  }

  beforeAll(async () => {
    for (const words of [['--set', WEIGHT], []]) {
      commit();
      const made = await run(caller, ...smallRecipe, ...fewDatasets, ...twoScorers, ...VARIANTS, ...words);
      if (made.code !== 0) throw new Error(made.stderr);
    }
  }, 180_000);

  async function diff(...words: readonly string[]): Promise<Diff> {
    const { stdout, stderr } = await prouieHere(caller, 'diff', '--json', ...words);
    if (stdout === '') throw new Error(stderr);
    return JSON.parse(stdout) as Diff;
  }

  async function ask<Row>(query: string, ...words: readonly string[]): Promise<readonly Row[]> {
    const { stdout, stderr } = await prouieHere(caller, 'sql', query, '--json', ...words);
    if (stdout === '') throw new Error(stderr);
    return JSON.parse(stdout) as readonly Row[];
  }

  test('names the parameter and the reward file at the root of what differs, and not what only follows from it', async () => {
    const { differences } = await diff('full', 'coarse-only');
    const nodes = ['de1', 'de2', 'de3'].flatMap((phase) => [`render/${phase}`, `render/${phase}@2`]);
    expect(differences).toEqual([
      { kind: 'params', what: 'reward.variant', before: 'full', after: 'coarse', nodes },
      // The program that computes the reward of a variant has the file of that variant alone.
      { kind: 'code', what: 'code/reward', before: DIGEST, after: DIGEST, nodes },
    ]);
  });

  test('names the phases that one variant alone has', async () => {
    const { differences } = await diff('full,seed:1', 'cm-only');
    const alone = differences.filter(({ kind }) => kind === 'only-in-a').map(({ what }) => what);
    expect(alone).toEqual(
      expect.arrayContaining(['train/sa', 'train/de1', 'train/de2', 'train/de3', 'mix/sa']),
    );
    expect(differences.some(({ kind }) => kind === 'only-in-b')).toBe(false);
  });

  test('has the scores that SQL has, the mean of the seeds', async () => {
    const { scores } = await diff('full', 'coarse-only');
    const rows = await ask<{ dataset: string; metric: string; variant: string; f1: number }>(
      "SELECT dataset, metric, variant, avg(f1) AS f1 FROM metrics WHERE profile = 'prouie' GROUP BY ALL",
    );
    const of = new Map(rows.map((row) => [`${row.variant} ${row.dataset} ${row.metric}`, row.f1]));
    const datasets = scores.filter(({ dataset }) => dataset !== null);
    expect(datasets).toHaveLength(rows.length / new Set(rows.map(({ variant }) => variant)).size);
    for (const { dataset, metric, a, b, difference, p, corrected, interval, seeds } of datasets) {
      expect(a).toBeCloseTo(of.get(`full ${dataset} ${metric}`)!, 9);
      expect(b).toBeCloseTo(of.get(`coarse-only ${dataset} ${metric}`)!, 9);
      expect(difference).toBeCloseTo(b - a, 9);
      expect(corrected).toBeGreaterThanOrEqual(p);
      expect(interval.low).toBeLessThanOrEqual(interval.high);
      expect(seeds).toBe(2);
    }
    for (const average of scores.filter(({ dataset }) => dataset === null)) {
      const own = datasets.filter(({ task, metric }) => task === average.task && metric === average.metric);
      expect(average.b).toBeCloseTo(own.reduce((sum, { b }) => sum + b, 0) / own.length, 9);
    }
  });

  test('lists the answers that changed, those that changed most first, with text, gold and both outputs', async () => {
    const { examples } = await diff('full', 'cm-only', '--examples', '1000');
    expect(examples.better).toHaveLength(examples.betterCount);
    expect(examples.worse).toHaveLength(examples.worseCount);
    expect(examples.betterCount + examples.worseCount).toBeGreaterThan(0);
    const weight = ({ found, mended }: ChangedExample): number => Math.abs(found + mended);
    for (const list of [examples.better, examples.worse])
      expect(list.map(weight)).toEqual(list.map(weight).sort((one, two) => two - one));
    const [first] = [...examples.worse, ...examples.better];
    const { dataset, id, metric, found, mended, text, gold, a, b } = first!;
    const where = `id = '${id}' AND dataset = '${dataset}'`;
    const counts = await ask<CountRow>(
      `SELECT variant, sum(tp)::INT AS tp, sum(fp + fn)::INT AS errors FROM counts
       WHERE profile = 'prouie' AND metric = '${metric}' AND ${where} GROUP BY ALL`,
    );
    const of = (variant: string): CountRow => counts.find((row) => row.variant === variant)!;
    expect(found).toBe(of('cm-only').tp - of('full').tp);
    expect(mended).toBe(of('full').errors - of('cm-only').errors);
    expect(await ask(`SELECT text, gold FROM examples WHERE ${where}`)).toEqual([{ text, gold }]);
    expect(
      await ask(
        `SELECT variant, output FROM predictions WHERE ${where} AND seed = 1 AND variant IN ('full', 'cm-only') ORDER BY variant`,
      ),
    ).toEqual([
      { variant: 'cm-only', output: b },
      { variant: 'full', output: a },
    ]);
  });

  test('compares seeds, of each variant by itself', async () => {
    const { differences, scores } = await diff('seed:1', 'seed:2');
    expect(differences).toContainEqual(
      expect.objectContaining({ kind: 'params', what: 'seed', before: 1, after: 2 }),
    );
    expect([...new Set(scores.map(({ variant }) => variant))]).toEqual(
      expect.arrayContaining(['full', 'coarse-only', 'cm-only']),
    );
    expect(scores.every(({ seeds }) => seeds === 1)).toBe(true);
  });

  test('compares what two runs left, and two commits, although the first was written over since', async () => {
    const runs = await ask<{ run: string }>('SELECT run FROM runs ORDER BY started');
    const change = {
      kind: 'params',
      what: 'reward.weights.ner.wT',
      before: 0.3,
      after: 0.2,
      nodes: expect.arrayContaining(['render/de1', 'render/de1@2']) as unknown,
    };
    const byRun = await diff(`${runs[0]!.run},full`, `run:${runs[1]!.run}`);
    expect(byRun.differences).toEqual([change]);
    expect(byRun.a).toMatchObject({ run: runs[0]!.run, variant: 'full' });
    expect(byRun.b).toMatchObject({ run: runs[1]!.run, variant: 'full' });
    expect(byRun.scores.length).toBeGreaterThan(0);
    const byCommit = await diff(`commit:${commits[0]}`, `${commits[1]!.slice(0, 10)},variant:full`);
    expect({ ...byCommit, a: null, b: null }).toEqual({ ...byRun, a: null, b: null });
  });

  test('has the scores that SQL and an export give of an earlier run', async () => {
    const [first, second] = (await ask<{ run: string }>('SELECT run FROM runs ORDER BY started')).map(
      ({ run }) => run,
    );
    const { scores } = await diff(`run:${first},full`, `run:${second}`);
    const { a, b } = scores.find(({ dataset, metric }) => dataset === null && metric === 'entity')!;
    const mean = `SELECT avg(f1) AS f1 FROM metrics WHERE profile = 'prouie' AND variant = 'full' AND metric = 'entity'`;
    const [before] = await ask<{ f1: number }>(mean, '--run', first!);
    expect(before!.f1).toBeCloseTo(a, 9);
    const [after] = await ask<{ f1: number }>(mean);
    expect(after!.f1).toBeCloseTo(b, 9);
    const exported = await prouieHere(caller, 'export', 'duckdb', 'earlier.duckdb', '--run', first!);
    expect(exported.code, exported.stderr).toBe(0);
    const instance = await DuckDBInstance.create(join(caller.cwd, 'earlier.duckdb'));
    const rows = await (await instance.connect()).runAndReadAll(mean);
    expect(rows.getRowObjects()[0]).toEqual(before);
    instance.closeSync();
  });

  test('finds nothing between a store and its copy', async () => {
    const copy = join(temporaryFolder(), 'copy');
    cpSync(store, copy, { recursive: true });
    const { differences, scores, examples } = await diff('full', `store:${copy}`);
    expect(differences).toEqual([]);
    expect(
      scores.every(({ difference, p, corrected }) => difference === 0 && p === 1 && corrected === 1),
    ).toBe(true);
    expect(examples).toEqual({ betterCount: 0, worseCount: 0, better: [], worse: [] });
    const { stdout } = await prouieHere(caller, 'diff', 'full', copy, '--dataset', 'GIDS');
    expect(stdout).toContain('Nothing differs in how the scores were made.');
    expect(stdout).toContain('re relation on GIDS: no difference.');
  });

  test('says for people what differs, how much, and whether that is more than chance', async () => {
    const { stdout } = await prouieHere(caller, 'diff', 'full', 'cm-only', '--examples', '1');
    expect(stdout).toMatch(/^A {2}full: variant full, profile quick, in /);
    expect(stdout).toMatch(/only in A +train\//);
    expect(stdout).toMatch(/^average +ner +entity +\d+\.\d\d +\d+\.\d\d +[+-]?\d+\.\d\d /m);
    expect(stdout).toMatch(/^ner entity on average: (B is (better|worse) by \d+\.\d\d, |no difference)/m);
    expect(stdout).toMatch(/\d+ answers got better, \d+ worse\./);
  });

  test.each([
    [['full', 'coarse-onli'], /PROUIE_SIDE: There is no .* called "coarse-onli".*\n.*"coarse-only"/],
    [['full', 'variant:fulll'], /PROUIE_SIDE: There are no results of the variant fulll.\n.*"full"/],
    [['seed:1', 'seed:7'], /PROUIE_SIDE: There are no results of the seed 7.\n.*There are 1, 2/],
    [['full', 'full'], /PROUIE_SIDE_SAME/],
    [['full', 'commit:abcdef0'], /PROUIE_SIDE: This store has no run of the commit abcdef0/],
    [
      ['full', 'cm-only', '--dataset', 'GIDSS'],
      /PROUIE_SIDE: There are no scores of the data set "GIDSS".*\n.*"GIDS"/,
    ],
    [['full', 'cm-only', '--scorer', 'uiee'], /PROUIE_SIDE: .*scorer profile "uiee".*\n.*"uie"/],
    [['full', 'cm-only,full'], /PROUIE_SIDE: "full" and "cm-only" are both of the kind variant/],
    [['full', ',cm-only'], /PROUIE_USAGE: ",cm-only" has an empty part/],
    [['full'], /PROUIE_USAGE/],
  ])('refuses %j with what to do next', async (words, says) => {
    const { code, stdout, stderr } = await prouieHere(caller, 'diff', ...words);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(says);
  });

  test('says of a run that was cut off that it left no list of nodes', async () => {
    const [first] = await ask<{ run: string }>('SELECT run FROM runs ORDER BY started');
    const copy = join(temporaryFolder(), 'copy');
    cpSync(store, copy, { recursive: true });
    rmSync(storePaths.runNodes(copy, first!.run));
    const { stderr } = await prouieHere(caller, 'diff', '--store', copy, first!.run, 'quick');
    expect(stderr).toMatch(/PROUIE_RUN_NODES: The run .* was cut off/);
  });
});
