import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { BundleStore } from '../../src/identity/bundle.ts';
import type { Bundle } from '../../src/identity/bundle-memory.ts';
import { splitEntry } from '../../src/identity/gathered-folders.ts';
import { openWorkspace } from '../../src/runner/pipeline/workspace.ts';
import { openSession } from '../../src/runner/plan/session.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { packageRoot, sourceTree } from './source-tree.ts';
import { unusedStatements } from './unused-code.ts';

const STEPS = readdirSync(join(packageRoot, 'src', 'steps'))
  .map((name) => `src/steps/${name}`)
  .filter((path) => /^export const step\b/m.test(readFileSync(join(packageRoot, path), 'utf8')));
const ENGINES = [
  'src/engines/embedded/engine.ts',
  'src/engines/embedded/sft.ts',
  'src/engines/embedded/grpo.ts',
  'src/engines/reward-function.ts',
];
/** Engines that the default profile does not use; they hand data to programs of others. */
const OUTER_ENGINES = ['easyr1', 'llamafactory', 'transformers', 'trl', 'vllm'].map(
  (name) => `src/engines/${name}/engine.ts`,
);
/** Bundles that are programs: all that they do is one statement at their end. */
const PROGRAMS = ['src/engines/reward-server.ts'];

const RUNNER = /^src\/(graph|identity|store|runner|catalog|report|cli)\//;
const ENGINE = /^src\/engines\//;
const TRAINING = /^src\/engines\/embedded\/(sft|grpo|advantages|training-loop|curves)\.ts$/;
const REWARD = /^src\/(uie\/reward|engines\/reward-function)/;
const SCORERS = /^src\/uie\/(score|scorers\/)/;
const CORPORA = /^src\/corpora\//;
const FORMATS = /^src\/corpora\/(formats|import)/;
const SYNTHETIC = /^src\/corpora\/synthetic\//;
const TABLES = /^src\/tables\//;
const TASK_LAYER = /^src\/uie\//;
const PACKAGE = /^package /;

/** An edit of these parts must leave the bundle as it is: results that do not stand on them stay fresh. */
const BARRED: Readonly<Record<string, readonly RegExp[]>> = {
  'src/engines/embedded/sft.ts': [REWARD, SCORERS, CORPORA, TABLES, PACKAGE],
  'src/engines/embedded/grpo.ts': [REWARD, SCORERS, CORPORA, TABLES, PACKAGE],
  'src/engines/reward-function.ts': [/^src\/engines\/embedded\//, SCORERS, CORPORA, TABLES, PACKAGE],
  'src/engines/reward-server.ts': [/^src\/engines\/embedded\//, SCORERS, CORPORA, TABLES, PACKAGE],
  'src/steps/assume.ts': [ENGINE, TASK_LAYER, CORPORA, TABLES],
  'src/steps/case-study.ts': [ENGINE, REWARD, FORMATS, SYNTHETIC],
  'src/steps/collect.ts': [ENGINE, TASK_LAYER, CORPORA, TABLES],
  'src/steps/command.ts': [ENGINE, TASK_LAYER, CORPORA, TABLES],
  'src/steps/import.ts': [ENGINE, REWARD, SCORERS, SYNTHETIC, TABLES],
  'src/steps/import-queries.ts': [ENGINE, REWARD, SCORERS, FORMATS, SYNTHETIC, TABLES],
  'src/steps/lengths.ts': [/^src\/engines\/embedded\//, TASK_LAYER, CORPORA, TABLES],
  'src/steps/mix.ts': [ENGINE, REWARD, SCORERS, FORMATS, SYNTHETIC, TABLES],
  'src/steps/predict.ts': [TRAINING, REWARD, SCORERS, FORMATS, SYNTHETIC, TABLES],
  'src/steps/render.ts': [ENGINE, TASK_LAYER, CORPORA, TABLES],
  'src/steps/score.ts': [ENGINE, REWARD, FORMATS, SYNTHETIC, TABLES],
  'src/steps/slot-figure.ts': [ENGINE, TASK_LAYER, CORPORA],
  'src/steps/slots.ts': [ENGINE, REWARD, SCORERS, FORMATS, SYNTHETIC, TABLES],
  'src/steps/synthesize-queries.ts': [ENGINE, REWARD, SCORERS, FORMATS, TABLES],
  'src/steps/synthesize.ts': [ENGINE, REWARD, SCORERS, FORMATS, TABLES],
  'src/steps/tabulate.ts': [ENGINE, TASK_LAYER, CORPORA],
  'src/steps/train.ts': [ENGINE, REWARD, SCORERS, CORPORA, TABLES],
};

/** What they must not hold: the reward and the reading of answers act inside a run as bundles of their own. */
const OUTER = [REWARD, SCORERS, CORPORA, TABLES, /^src\/engines\/embedded\//];

describe('the code of a step or an engine', () => {
  const bundles = new Map<string, Bundle>();

  beforeAll(async () => {
    const store = new BundleStore(packageRoot);
    for (const entry of [...STEPS, ...ENGINES, ...OUTER_ENGINES, ...PROGRAMS])
      bundles.set(entry, await store.bundle(entry));
  });

  it.each([...STEPS, ...ENGINES, ...OUTER_ENGINES])('holds nothing that is not used: %s', (entry) => {
    expect(unusedStatements(readFileSync(bundles.get(entry)!.path, 'utf8'))).toEqual([]);
  });

  it.each(PROGRAMS)('holds nothing but what its last statement uses: %s', (entry) => {
    const code = readFileSync(bundles.get(entry)!.path, 'utf8');
    const last = code.lastIndexOf('await ');
    expect(unusedStatements(`${code.slice(0, last)}var end=${code.slice(last)}export{end};`)).toEqual([]);
  });

  it.each([...STEPS, ...ENGINES, ...OUTER_ENGINES, ...PROGRAMS])(
    'holds nothing of what it must not depend on: %s',
    (entry) => {
      const { modules, packages } = bundles.get(entry)!.parts;
      const parts = [...Object.keys(modules), ...Object.keys(packages).map((name) => `package ${name}`)];
      expect(parts).toContain(entry);
      const barred = [RUNNER, ...(OUTER_ENGINES.includes(entry) ? OUTER : (BARRED[entry] ?? []))];
      expect(parts.filter((part) => barred.some((pattern) => pattern.test(part)))).toEqual([]);
    },
  );

  it('is looked at here for every bundle that the recipe names', async () => {
    const { graph } = await openSession(openWorkspace(packageRoot, temporaryFolder(), {}, {}));
    const named = graph.nodes.flatMap(({ inputs }) =>
      Object.values(inputs).flatMap((input) => ('bundle' in input ? [input.bundle] : [])),
    );
    const files = named.map((entry) => splitEntry(entry)[0]);
    expect([...new Set(files)].sort()).toEqual([...ENGINES].sort());
  });
});

describe('unused code', () => {
  const files = {
    'src/step.ts': 'export const defineStep = <T>(step: T): T => step;\n',
    'src/tables.ts': `export const WIDTHS = [1, 2] as const;\nexport const unusedName = 'x';\nexport function unusedFunction(): void {}\n`,
    'src/steps/plot.ts': `import { defineStep } from '../step.ts';\nimport { WIDTHS } from '../tables.ts';\nexport const step = defineStep({ run: () => WIDTHS });\n`,
  };
  const unusedIn = async (changes: Readonly<Record<string, string>>): Promise<readonly string[]> => {
    const root = sourceTree({ ...files, ...changes });
    const { path } = await new BundleStore(root).bundle('src/steps/plot.ts');
    return unusedStatements(readFileSync(path, 'utf8'));
  };

  it('is not what literals, functions and marked constants leave behind', async () => {
    const marked = `${files['src/tables.ts']}export const BY_WIDTH = /* @__PURE__ */ new Map([[1, 'one']]);\n`;
    expect(await unusedIn({ 'src/tables.ts': marked })).toEqual([]);
  });

  it('is a constant made by a call in a file of which something else is used', async () => {
    const frozen = `${files['src/tables.ts']}export const HEIGHTS = Object.freeze([3]);\n`;
    expect(await unusedIn({ 'src/tables.ts': frozen })).toEqual(['var HEIGHTS=Object.freeze([3]);']);
  });

  it('is another step, of which only the columns are used, with all that it stands on', async () => {
    const found = await unusedIn({
      'src/heavy.ts': 'export function heavy(): number {\n  return 1;\n}\n',
      'src/tables.ts': `import { defineStep } from './step.ts';\nimport { heavy } from './heavy.ts';\nexport const WIDTHS = [1] as const;\nexport const step = defineStep({ run: heavy });\n`,
    });
    expect(found.map((statement) => /^\w+ \w+/.exec(statement)?.[0])).toEqual(['function heavy', 'var step']);
  });

  it('is an import or a call for its effect alone', async () => {
    const effects = `import 'zod';\n${files['src/tables.ts']}Reflect.ownKeys({});\n`;
    expect(await unusedIn({ 'src/tables.ts': effects })).toEqual(['import"zod";', 'Reflect.ownKeys({});']);
  });
});
