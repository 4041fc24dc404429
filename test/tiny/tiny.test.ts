import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { clonePackage } from '../end-to-end/package-clone.ts';
import { type Caller, namesWith, prouie, type Run, run, status } from '../end-to-end/prouie.ts';
import { temporaryFolder } from '../end-to-end/temporary-folder.ts';
import { sftEnvironments, sftPython } from '../engines/engine-python.ts';
import { type Cluster, hasSlurm, jobsOf, needsSlurm, queue, startCluster } from '../slurm/workplace.ts';

interface Table {
  readonly table: string;
  readonly title: string;
  readonly synthetic: boolean;
}

const words = [
  '--profile',
  'tiny',
  '--set',
  `languageModel.environments=${JSON.stringify(sftPython === undefined ? {} : sftEnvironments)}`,
];
/** Where there is a SLURM, all training and generation is made by its jobs, two at a time; otherwise by processes here. */
const asJobs = [
  '--set',
  'executor={kind: slurm, inFlight: 2, poll: 1}',
  ...['sft', 'grpo', 'generation'].flatMap((part) => [
    '--set',
    `languageModel.resources.${part}={cpu: 1, memory: 4}`,
  ]),
];
const NODES_OF_DE = /(^|\/)de\d(\/|$)|(^|\/)(full|coarse-only|fine-only|after-de\d)(\/|$)|^(table|figure)\//;
const TRAINED = /^(train|generate)\//;

describe.skipIf(sftPython === undefined)(
  'the whole recipe on a tiny language model (needs the Python environment sft)',
  () => {
    let caller: Caller & { readonly installation: string };
    let cluster: Cluster | undefined;
    let first: Run;
    const edited = new Map<string, string>();

    beforeAll(async () => {
      caller = { cwd: temporaryFolder(), installation: clonePackage() };
      cluster = hasSlurm ? await startCluster({ env: { MIN_JOB_AGE: '3600' } }) : undefined;
      first = cluster
        ? await run({ ...caller, env: cluster.env }, ...words, ...asJobs)
        : await run(caller, ...words, '--jobs', '2');
      if (first.code !== 0) throw new Error(first.stderr);
    }, 1_200_000);

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

    async function ask<Row>(query: string): Promise<readonly Row[]> {
      const { stdout, stderr } = await prouie(caller, 'sql', query, '--format', 'json', '--profile', 'tiny');
      if (stdout === '') throw new Error(stderr);
      return JSON.parse(stdout) as readonly Row[];
    }

    test('trains all seven phases with LLaMA-Factory and TRL, and fails nowhere', () => {
      expect(first.summary).toMatchObject({ failed: 0 });
      expect(first.made).toEqual(
        expect.arrayContaining([
          ...['cm1', 'cm2', 'cm3', 'sa', 'de1', 'de2', 'de3'].map((phase) => `collect/${phase}`),
          ...['without-sa', 'coarse-only', 'fine-only'].map((variant) => `collect/${variant}/de3`),
        ]),
      );
    });

    test.skipIf(!hasSlurm)(
      `trains and asks every model in a job of a cluster, each once${needsSlurm}`,
      async () => {
        const trained = first.made.filter((name) => TRAINED.test(name));
        const jobs = jobsOf(join(caller.cwd, '.prouie'));
        expect(trained).toHaveLength(27);
        expect(jobs).toHaveLength(trained.length);
        const ended = new Map((await queue(cluster!)).map(({ name, state }) => [name, state]));
        for (const job of jobs) expect(ended.get(job), job).toBe('COMPLETED');
      },
    );

    test('makes every table, each of which names the engine where it has scores, and says that data is synthetic', async () => {
      const { stdout } = await prouie(caller, 'tables', '--json', ...words);
      const { tables } = JSON.parse(stdout) as { readonly tables: readonly Table[] };
      const names = tables.map(({ table }) => table);
      expect(names).toEqual(expect.arrayContaining(['1', '2', '3', '4', '5', '6', '7', '8', '9']));
      for (const { table, title, synthetic } of tables) {
        expect(synthetic, table).toBe(true);
        expect(title, table).toContain('synthetic data');
        if (/^[1-7]$/.test(table)) expect(title).toContain('engine: trl');
      }
      expect(first.made).toEqual(expect.arrayContaining(['figure/3', 'assumptions']));
    });

    test('raises F1 of a data set from nothing by CM', async () => {
      const best = await ask<{ readonly variant: string; readonly f1: number }>(
        "select variant, max(f1) as f1 from metrics where variant in ('base', 'cm-only') group by variant",
      );
      const of = new Map(best.map(({ variant, f1 }) => [variant, f1]));
      expect(of.get('base')).toBe(0);
      expect(of.get('cm-only')).toBeGreaterThan(5);
    });

    test('shortens the answers by SA', async () => {
      const means = await ask<{ readonly variant: string; readonly tokens: number }>(
        "select variant, avg(tokens) as tokens from lengths where dataset = 'GIDS' group by variant",
      );
      const of = new Map(means.map(({ variant, tokens }) => [variant, tokens]));
      expect(of.get('without-de')).toBeLessThan(of.get('cm-only')!);
    });

    test('gives the answers of a group rewards that differ', async () => {
      const ties = await ask<{ readonly stage: string; readonly least: number }>(
        "select stage, min(value) as least from curves where name = 'ties' and variant = 'full' group by stage",
      );
      expect(ties.map(({ stage }) => stage).sort()).toEqual(['de1', 'de2', 'de3']);
      for (const { stage, least } of ties) expect(least, stage).toBeLessThan(1);
    });

    test('runs nothing the second time, here as on a cluster', async () => {
      expect((await run(caller, ...words)).summary).toMatchObject({ ran: 0, failed: 0 });
    });

    test('runs nothing after TypeScript was written in another form', async () => {
      for (const file of [
        'src/uie/reward.ts',
        'src/steps/train.ts',
        ...['trl', 'llamafactory', 'transformers'].map((engine) => `src/engines/${engine}/engine.ts`),
      ])
        edit(file, (text) => `// In another form.\n${text.replaceAll(/([;{])\n/g, '$1 // here\n\n')}`);
      const told = await status(caller, ...words);
      expect(namesWith(told, 'stale')).toEqual([]);
      expect(namesWith(told, 'waiting')).toEqual([]);
    });

    test('makes DE stale after an edit of the reward, with what hangs on it, and nothing of CM and SA', async () => {
      edit('src/uie/reward-settings.ts', (text) => text.replace('wT: 0.2,', 'wT: 0.25,'));
      const told = await status(caller, ...words);
      const stale = namesWith(told, 'stale');
      expect(stale.sort()).toEqual([
        'render/coarse-only/de1',
        'render/de1',
        'render/fine-only/de1',
        'render/without-sa/de1',
      ]);
      const waiting = namesWith(told, 'waiting');
      expect(waiting).toEqual(expect.arrayContaining(['train/de3', 'generate/de3', 'table/7']));
      for (const name of waiting.filter((node) => !/without-sa/.test(node)))
        expect(name).toMatch(NODES_OF_DE);
    });

    test('reruns one variant for a weight of its reward', async () => {
      const told = await status(caller, ...words, '--set', 'variants.coarse-only.reward.weights.ner.wT=0.3');
      expect(namesWith(told, 'stale')).toEqual(['render/coarse-only/de1']);
    });

    test('trains and asks nothing again after an edit of every adapter', async () => {
      for (const engine of ['trl', 'llamafactory', 'transformers'])
        edit(`src/engines/${engine}/engine.ts`, (text) =>
          text.replace('export const engine', "export const edited = 'so';\nexport const engine"),
        );
      const { made, summary } = await run(caller, ...words);
      expect(summary).toMatchObject({ failed: 0 });
      for (const rendered of ['render/cm1', 'render/de1', 'render/generate/cm1'])
        expect(made).toContain(rendered);
      expect(made.filter((name) => TRAINED.test(name))).toEqual([]);
    });

    test('trains nothing again after an edit of the program that counts tokens', async () => {
      edit('src/engines/llamafactory/lengths.py', (text) => `${text}\n# A remark.\n`);
      const told = await status(caller, ...words);
      expect(
        [...told.values()]
          .filter(({ name }) => TRAINED.test(name))
          .every(({ status: found }) => found === 'fresh'),
      ).toBe(true);
      const { stdout } = await prouie(caller, 'why', 'train/cm1', '--json', ...words);
      expect(JSON.parse(stdout)).toMatchObject({ status: 'fresh', reasons: [] });
    });

    test('compares prompts again after an edit of the program that does, and trains nothing again', async () => {
      edit('src/engines/preflight/preflight.py', (text) => `${text}\n# A remark.\n`);
      const { made, summary } = await run(caller, ...words);
      expect(summary).toMatchObject({ failed: 0 });
      expect(made).toEqual(['preflight']);
    });

    test('scores nothing where more answers are cut off than may be, and asks no model again where they may', async () => {
      const short = [...words, '--set', 'languageModel.generation.maxAnswer=4', 'generate/start'];
      const asked = ({ events }: Run): boolean =>
        events.some((event) => event.type === 'progress' && event.node === 'generate/start');
      const refused = await run(caller, ...short, '--set', 'languageModel.cutShare=0');
      expect(refused.events).toContainEqual(
        expect.objectContaining({
          type: 'fail',
          node: 'generate/start',
          failure: expect.objectContaining({ code: 'PROUIE_ANSWERS_CUT' }),
        }),
      );
      expect(asked(refused)).toBe(true);
      const allowed = await run(caller, ...short, '--set', 'languageModel.cutShare=1');
      expect(allowed.made).toEqual(['generate/start']);
      expect(asked(allowed)).toBe(false);
    });

    test('trains nothing where prompts of engines differ', async () => {
      const told = await run(caller, ...words, '--set', 'languageModel.generation.emptyThinking=true');
      expect(told.events).toContainEqual(
        expect.objectContaining({
          type: 'fail',
          node: 'preflight',
          failure: expect.objectContaining({
            code: 'PROUIE_PREFLIGHT',
            message: expect.stringContaining('Prompt 1 of 50 is not the same'),
          }),
        }),
      );
      expect(told.made.filter((name) => name.startsWith('train/'))).toEqual([]);
    });

    test('keeps data and mixtures when one word changes the engine', async () => {
      const told = await status(caller, ...words, '--set', 'engine=embedded');
      const shared = [...told.values()].filter(({ name }) => /^(data|mix)\//.test(name));
      expect(shared.length).toBeGreaterThan(10);
      for (const { name, status: found } of shared) expect(found, name).toMatch(/fresh|absent/);
      expect(told.get('mix/de3')?.status).toBe('fresh');
      expect(told.get('model/start')?.status).toBe('absent');
      expect(told.get('train/cm1')?.status).not.toBe('fresh');
    });
  },
);
