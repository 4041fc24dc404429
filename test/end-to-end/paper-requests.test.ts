import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { checkKeys, type SettingTree } from '../../src/engines/easyr1/key-check.ts';
import { LLAMA_FACTORY_KEYS } from '../engines/llamafactory/keys.ts';
import { type Goldens, PAPER_SCALE, readGoldens, readRendered, writeGoldens } from './paper-requests.ts';
import { prouie } from './prouie.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** Set, the requests are written anew: `PROUIE_WRITE_GOLDENS=1 npx vitest run test/end-to-end/paper-requests.test.ts`. */
const WRITES = process.env['PROUIE_WRITE_GOLDENS'] === '1';

function filesOf(goldens: Goldens, ending: string): [path: string, settings: SettingTree][] {
  return [...goldens].flatMap(([path, text]): [string, SettingTree][] =>
    path.startsWith('files/') && path.endsWith(ending)
      ? // YAML 1.1 is what Python reads.
        [[path, parse(text, { version: '1.1' }) as SettingTree]]
      : [],
  );
}

describe('the requests of the profile `paper`', () => {
  let rendered: Goldens;

  beforeAll(async () => {
    const out = join(temporaryFolder(), 'requests');
    const words = ['render', '--profile', 'paper', ...PAPER_SCALE, '--out', out];
    const { code, stderr } = await prouie({ cwd: temporaryFolder() }, ...words);
    expect(code, stderr).toBe(0);
    rendered = readRendered(out);
    if (WRITES) writeGoldens(rendered);
  }, 180_000);

  test('are those in test/fixtures/paper-requests; a difference is what would be trained or asked anew', () => {
    const goldens = readGoldens();
    expect([...rendered.keys()].sort()).toEqual([...goldens.keys()].sort());
    const changed = [...rendered].filter(([path, text]) => goldens.get(path) !== text);
    expect(
      Object.fromEntries(changed),
      'When this is meant: PROUIE_WRITE_GOLDENS=1 npx vitest run test/end-to-end/paper-requests.test.ts',
    ).toEqual(Object.fromEntries(changed.map(([path]) => [path, goldens.get(path)])));
  });

  test('are there for every phase of every variant, and for every model that is asked', () => {
    const names = [...rendered.keys()].filter((path) => !path.startsWith('files/'));
    for (const phase of [
      'cm1',
      'cm2',
      'cm3',
      'sa',
      'de1',
      'de2',
      'de3',
      'sft-control/de1',
      'cm-reversed/cm3',
    ])
      expect(names).toContain(`${phase}.yaml`);
    for (const model of ['start', 'cm3', 'sa', 'de3', 'fine-only/de3'])
      expect(names).toContain(`generate/${model}.yaml`);
  });

  test('have EasyR1 settings of known names and types alone', () => {
    const configs = filesOf(rendered, '.config.yaml');
    expect(configs.length).toBeGreaterThan(8);
    for (const [path, settings] of configs) expect(() => checkKeys(settings, 'v0.3.3'), path).not.toThrow();
  });

  test('have LLaMA-Factory settings of known names and types alone', () => {
    const settings = filesOf(rendered, '.train.yaml');
    expect(settings.length).toBeGreaterThan(0);
    for (const [path, tree] of settings) {
      for (const [key, value] of Object.entries(tree))
        expect([key, typeof value], path).toEqual([
          key,
          (LLAMA_FACTORY_KEYS as Readonly<Record<string, string>>)[key],
        ]);
    }
  });

  test('name the versions of Python and of every program that acts in the run', () => {
    for (const [path, text] of rendered) {
      if (path.startsWith('files/')) continue;
      const { engine, versions } = parse(text) as { engine: string; versions: Record<string, string> };
      const program = { llamafactory: 'llamafactory', easyr1: 'verl', vllm: 'vllm' }[engine];
      expect(Object.keys(versions), path).toEqual(
        expect.arrayContaining(['python', 'torch', 'transformers', program]),
      );
    }
  });

  test('hold no path, host or time', () => {
    for (const [path, text] of rendered)
      expect(text.match(/(^|[\s"'])\/[\w.-]+\/\S*|localhost|20\d\d-\d\d-\d\dT/gm) ?? [], path).toEqual([]);
  });
});
