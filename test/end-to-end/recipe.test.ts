import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Reason } from '../../src/identity/reasons.ts';
import { clonePackage } from './package-clone.ts';
import { type Caller, namesWith, run, type ToldNode } from './prouie.ts';
import { prouieHere, statusHere } from './prouie-here.ts';
import { writeSmallCorpora } from './small-corpora.ts';
import { twoScorers, smallRecipe as wholeRecipe } from './small-recipe.ts';
import { treeOf } from './store-files.ts';
import { temporaryFolder } from './temporary-folder.ts';

const smallRecipe = [...wholeRecipe, ...twoScorers];
let caller: Caller & { readonly installation: string };
let nodes: number;
const edited = new Map<string, string>();

beforeAll(async () => {
  caller = { cwd: temporaryFolder(), installation: clonePackage() };
  const first = await run(caller, ...smallRecipe);
  if (first.code !== 0) throw new Error(first.stderr);
  nodes = first.summary.ran + first.summary.fresh;
  // The copied files were too young to be remembered by their times; now they are old enough.
  await run(caller, ...smallRecipe);
}, 120_000);

afterEach(() => {
  for (const [path, text] of edited) writeFileSync(path, text);
  edited.clear();
});

function edit(file: string, change: (text: string) => string): void {
  const path = join(caller.installation, file);
  const before = readFileSync(path, 'utf8');
  const after = change(before);
  if (after === before) throw new Error(`The edit of ${file} changed nothing.`);
  edited.set(path, before);
  writeFileSync(path, after);
}

function namesWithout(told: ReadonlyMap<string, ToldNode>, wanted: string): string[] {
  return [...told.values()].flatMap(({ name, status: found }) => (found === wanted ? [] : [name]));
}

async function reasonsOf(node: string, ...words: readonly string[]): Promise<readonly Reason[]> {
  const { stdout } = await prouieHere(caller, 'why', node, '--json', ...smallRecipe, ...words);
  return (JSON.parse(stdout) as { readonly reasons: readonly Reason[] }).reasons;
}

describe('a second run of the recipe', () => {
  test('runs nothing, touches no file, and loads neither schemas nor tables nor a compiler', async () => {
    const coverage = temporaryFolder();
    const watched = [
      caller.cwd,
      ...['node_modules/.cache', 'src', 'pipelines', 'dist'].map((part) => join(caller.installation, part)),
    ];
    const before = watched.map(treeOf);
    const again = await run({ ...caller, env: { NODE_V8_COVERAGE: coverage } }, ...smallRecipe);
    // Figure 9 needs variants that the small recipe lacks.
    expect(again.summary).toMatchObject({ ran: 0, fresh: nodes, failed: 0, skipped: 1 });
    expect(again.events).toHaveLength(1);
    expect(watched.map(treeOf)).toEqual(before);
    const loaded = scriptsIn(coverage);
    expect(loaded.some((url) => url.endsWith('/dist/main.cjs'))).toBe(true);
    expect(loaded.filter((url) => url.includes('/node_modules/'))).toEqual([]);
  });
});

describe('an edit of the reward', () => {
  test('that changes no code leaves every node fresh, without a build', async () => {
    const built = statSync(join(caller.installation, 'dist/main.cjs')).mtimeMs;
    edit('src/uie/reward.ts', (text) =>
      [
        '// A remark.',
        text.replace('const raw = ', '/* before clipping */ const raw: number = '),
        'export type Unused = { readonly nothing: Reward };',
        'export function unused(reward: Reward): number {\n  return reward.overall * 2;\n}',
      ].join('\n'),
    );
    expect((await run(caller, ...smallRecipe)).summary).toMatchObject({ ran: 0, fresh: nodes });
    expect(statSync(join(caller.installation, 'dist/main.cjs')).mtimeMs).toBe(built);
  });

  test('that changes a constant makes DE stale with all that hangs on it, and nothing of CM and SA', async () => {
    edit('src/uie/reward-settings.ts', (text) => text.replace('wT: 0.2,', 'wT: 0.25,'));
    const told = await statusHere(caller, ...smallRecipe);
    expect(namesWith(told, 'stale').sort()).toEqual(['render/coarse-only/de1', 'render/de1']);
    const cone = namesWithout(told, 'fresh');
    for (const name of cone)
      expect(name).toMatch(
        /de\d|^(slots\/)?(predict|score)\/(full|coarse-only)(\/|$)|^lengths\/full$|^table\/|^figure\//,
      );
    expect(cone).toEqual(
      expect.arrayContaining(['train/de3', 'train/coarse-only/de3', 'collect/de1', 'table/7']),
    );
    for (const name of [
      'train/cm1',
      'train/cm3',
      'train/sa',
      'collect/sa',
      'score/cm-only/SciERC',
      'mix/de1',
      'table/8',
    ]) {
      expect(told.get(name)?.status ?? 'fresh').toBe('fresh');
    }
    expect(await reasonsOf('render/de1')).toMatchObject([
      { type: 'params-changed', what: 'reward.weights.ner.wT', before: 0.2, after: 0.25 },
      { type: 'input-changed', what: 'code/reward (src/engines/reward-function.ts?rewards/full.ts)' },
    ]);
  });

  test('that changes how it is computed says so of the code alone', async () => {
    edit('src/uie/reward.ts', (text) =>
      text.replace('const raw = terms.gain - terms.pen', 'const raw = terms.gain - 2 * terms.pen'),
    );
    expect(await reasonsOf('render/de1')).toMatchObject([
      { type: 'input-changed', what: 'code/reward (src/engines/reward-function.ts?rewards/full.ts)' },
    ]);
  });
});

describe('a setting', () => {
  const weight = ['--set', 'variants.coarse-only.reward.weights.ner.wT=0.3'];

  test('of the reward of one variant reruns that variant alone, and names old and new value', async () => {
    expect(await reasonsOf('render/coarse-only/de1', ...weight)).toEqual([
      { type: 'params-changed', what: 'reward.weights.ner.wT', before: 0.2, after: 0.3 },
    ]);
    const ran = await run(caller, ...smallRecipe, ...weight);
    expect(ran.code).toBe(0);
    expect(ran.made).toContain('train/coarse-only/de1');
    for (const name of ran.made)
      expect(name).toMatch(/\/coarse-only(\/|$)|^table\/(5|7|controls)$|^figure\/3$/);
  });

  test('that is taken back is a cache hit: nothing runs', async () => {
    expect((await run(caller, ...smallRecipe)).summary).toMatchObject({ ran: 0, fresh: nodes });
    expect((await run(caller, ...smallRecipe, ...weight)).summary).toMatchObject({ ran: 0, fresh: nodes });
    expect((await run(caller, ...smallRecipe)).summary).toMatchObject({ ran: 0, fresh: nodes });
  });

  test('of the size of SA leaves CM fresh', async () => {
    const told = await statusHere(caller, ...smallRecipe, '--set', 'scale.sa=0.001');
    expect(namesWith(told, 'stale')).toEqual(['mix/sa']);
    expect(told.get('mix/sa')?.reasons).toMatchObject([{ type: 'params-changed', what: 'scales' }]);
    for (const name of namesWithout(told, 'fresh')) expect(name).not.toMatch(/cm\d|^data\//);
    expect(told.get('train/sa')?.status).toBe('waiting');
    expect(told.get('train/cm3')?.status).toBe('fresh');
  });
});

describe('rendered requests', () => {
  test('name what is known by its digest and what is not by its node, and nothing is trained for them', async () => {
    const out = join(temporaryFolder(), 'requests');
    const larger = ['--set', 'scale.sa=0.0015'];
    const rendered = await prouieHere(
      caller,
      'render',
      'train/sa',
      'train/de1',
      '--out',
      out,
      ...smallRecipe,
      ...larger,
    );
    expect(rendered.code).toBe(0);
    const request = (name: string) =>
      JSON.parse(readFileSync(join(out, 'render', name, 'request.json'), 'utf8')) as Record<string, unknown>;
    expect(request('sa')['start']).toMatch(/^[0-9a-f]{64}$/);
    expect(request('de1')['start']).toBe('<digest of train/sa>');
    expect(request('de1')['reward']).toMatchObject({ variant: 'full', weights: { ner: { wT: 0.2 } } });
    const [row] = readFileSync(join(out, 'render/sa/rows.jsonl'), 'utf8').split('\n');
    expect(Object.keys(JSON.parse(row!) as object)).toEqual(
      expect.arrayContaining(['instruction', 'output']),
    );
    const told = await statusHere(caller, ...smallRecipe, ...larger, 'train/sa');
    expect(told.get('mix/sa')?.status).toBe('fresh');
    expect(told.get('train/sa')?.status).not.toBe('fresh');
  });
});

describe('one line of one corpus', () => {
  test('reruns what is made from that corpus, and nothing of the others', async () => {
    const data = temporaryFolder();
    const corpora = writeSmallCorpora(data);
    const flags = [
      '--profile',
      'laptop',
      '--data',
      data,
      ...wholeRecipe.slice(0, 4),
      ...twoScorers,
      '--set',
      'bits=12',
    ];
    const targets = ['data/*', 'mix/*', 'train/cm*', 'score/after-cm1/*'];
    const first = await run(caller, ...flags, ...targets);
    expect(first.code).toBe(0);
    expect(first.made).toEqual(expect.arrayContaining(corpora.map((id) => `data/${id}`)));
    expect(first.events).not.toContainEqual(expect.objectContaining({ type: 'fail' }));

    const test = join(data, 'CrossNER_AI/test.jsonl');
    const [line, ...rest] = readFileSync(test, 'utf8').split('\n');
    writeFileSync(test, [line!.replace('Mira', 'Nora').replace('Mira', 'Nora'), ...rest].join('\n'));
    const told = await statusHere(caller, ...flags, ...targets);
    expect(namesWith(told, 'stale')).toEqual(['data/CrossNER_AI']);
    expect(told.get('data/CrossNER_AI')?.reasons).toEqual([
      {
        type: 'input-changed',
        what: `files/test/0 (${test})`,
        before: expect.stringMatching(/^[0-9a-f]{64}$/),
        after: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    ]);
    const again = await run(caller, ...flags, ...targets);
    expect(again.made).toEqual([
      'data/CrossNER_AI',
      'predict/after-cm1/CrossNER_AI',
      'score/after-cm1/CrossNER_AI',
    ]);
  });
});

function scriptsIn(coverage: string): string[] {
  return readdirSync(coverage).flatMap((name) => {
    const { result } = JSON.parse(readFileSync(join(coverage, name), 'utf8')) as {
      readonly result: readonly { readonly url: string }[];
    };
    return result.map(({ url }) => url);
  });
}
