import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { engine } from '../../../src/engines/easyr1/engine.ts';
import { checkKeys, keysOf, type SettingTree } from '../../../src/engines/easyr1/key-check.ts';
import { EASYR1_VERSIONS } from '../../../src/engines/easyr1/keys.ts';
import type { Json } from '../../../src/json.ts';
import { packageRoot } from '../../checks/source-tree.ts';
import { grpoOrder, PHASES, phaseOrder } from './orders.ts';

const phases = Object.keys(PHASES) as (keyof typeof PHASES)[];

function configOf(phase: keyof typeof PHASES, changes: { readonly [name: string]: Json } = {}): string {
  return (engine.render(phaseOrder(phase, changes))['files'] as { readonly [path: string]: string })[
    'config.yaml'
  ]!;
}

function settingsOf(
  phase: keyof typeof PHASES,
  changes: { readonly [name: string]: Json } = {},
): SettingTree {
  return parse(configOf(phase, changes), { version: '1.1' }) as SettingTree;
}

function flatten(tree: SettingTree, prefix = ''): string[] {
  return Object.entries(tree).flatMap(([name, value]) =>
    typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0
      ? flatten(value as SettingTree, `${prefix}${name}.`)
      : [`${prefix}${name}`],
  );
}

describe('the configuration for EasyR1', () => {
  it.each(phases)('of the phase %s at the numbers of the paper is what it was', (phase) => {
    const golden = readFileSync(join(import.meta.dirname, 'golden', `${phase}.yaml`), 'utf8');
    expect(configOf(phase)).toBe(golden);
  });

  it.each(phases)('of the phase %s can be made from the profile `paper`', (phase) => {
    const profile = parse(readFileSync(join(packageRoot, 'pipelines', 'profiles', 'paper.yaml'), 'utf8')) as {
      readonly languageModel: { readonly easyr1: { readonly [name: string]: Json } };
      readonly grpo: { readonly [name: string]: object };
    };
    const { rollouts, epochs, rows } = PHASES[phase];
    const options = { ...profile.languageModel.easyr1, rollouts, epochs };
    expect(() => engine.render(grpoOrder(options, rows))).not.toThrow();
    expect(Object.values(profile.grpo['rollouts']!)).toContain(rollouts);
    expect(Object.values(profile.grpo['epochs']!)).toContain(epochs);
  });

  it.each(EASYR1_VERSIONS)('writes every key that %s knows, and no other', (version) => {
    const written = flatten(settingsOf('re', { version }));
    const tables = ['worker.reward.reward_function_kwargs', 'worker.rollout.val_override_config'];
    const keys = written.map((key) => tables.find((table) => key.startsWith(`${table}.`)) ?? key);
    expect([...new Set(keys)]).toEqual(keysOf(version));
  });

  it('gives each phase a seed of its own for its roll-outs', () => {
    const seeds = phases.map((phase) => (settingsOf(phase)['worker'] as never)['rollout']['seed']);
    expect(new Set(seeds).size).toBe(3);
  });

  it('hands the reward its options as one text', () => {
    const { reward_function_kwargs: words } = (settingsOf('ee')['worker'] as never)['reward'];
    expect(JSON.parse(words['reward'])).toEqual(phaseOrder('ee').reward);
  });

  it('names no path but in the folder of the run', () => {
    const paths = configOf('ner').match(/[^\s"':]*\/[^\s"']*/g) ?? [];
    expect(paths.length).toBeGreaterThan(5);
    expect(paths.filter((path) => !path.startsWith('{work}/'))).toEqual([]);
  });

  it('lets prompts end in an empty block of thinking when asked to', () => {
    const { files } = engine.render(phaseOrder('ner', { emptyThinking: true }));
    const template = (files as { readonly [path: string]: string })['chat_template.jinja'];
    expect(template).toContain("<|im_start|>assistant\\n<think>\\n\\n</think>\\n\\n'");
    expect((settingsOf('ner', { emptyThinking: true })['data'] as never)['override_chat_template']).toBe(
      '{work}/chat_template.jinja',
    );
  });

  it('is part of a request that differs with everything that it says', () => {
    const request = JSON.stringify(engine.render(phaseOrder('ner')));
    for (const changes of [
      { version: 'v0.3.2' },
      { learningRate: 2e-6 },
      { gpus: 4 },
      { emptyThinking: true },
    ])
      expect(JSON.stringify(engine.render(phaseOrder('ner', changes)))).not.toBe(request);
  });

  it('names the versions of the lock, or those that the profile states, within what EasyR1 can work with', () => {
    const versionsOf = (stated?: { readonly [name: string]: string }) =>
      engine.render({ ...phaseOrder('ner'), versions: stated })['versions'];
    expect(versionsOf()).toMatchObject({
      python: '3.11.*',
      torch: '2.8.0',
      transformers: '4.56.2,>=4.54,<5',
      verl: '0.3.3.*',
    });
    expect(versionsOf({ python: '3.12.*', transformers: '4.57.1' })).toMatchObject({
      python: '3.12.*',
      torch: '2.8.0',
      transformers: '4.57.1,>=4.54,<5',
    });
  });
});

describe('the keys of EasyR1', () => {
  const good = settingsOf('ner');
  const check = (
    changes: { readonly [section: string]: SettingTree },
    version: 'v0.3.2' | 'v0.3.3' = 'v0.3.3',
  ) => {
    const changed = Object.entries(changes).map(([name, section]) => [
      name,
      { ...(good[name] as SettingTree), ...section },
    ]);
    return () => checkKeys({ ...good, ...Object.fromEntries(changed) }, version);
  };

  it.each([
    [{ trainer: { total_epoch: 3 } }, 'no key `trainer.total_epoch`. Did you mean "trainer.total_epochs"?'],
    [{ trainer: { total_epochs: 'three' } }, '`trainer.total_epochs` is a whole number, not "three"'],
    [{ trainer: { total_epochs: 1.5 } }, '`trainer.total_epochs` is a whole number, not 1.5'],
    [{ trainer: { logger: ['file', 3] } }, '`trainer.logger` is a list of texts'],
    [{ algorithm: { kl_coef: '1e-2' } }, '`algorithm.kl_coef` is a number, not "1e-2"'],
    [{ data: { val_files: null } }, '`data.val_files` is a text, not null'],
    [{ worker: { reward: 'none' } }, 'no key `worker.reward`'],
  ])('refuse %j', (changes, message) => {
    expect(check(changes as never)).toThrow(
      expect.objectContaining({ code: 'PROUIE_EASYR1_CONFIG', message: expect.stringContaining(message) }),
    );
  });

  it('differ between versions', () => {
    expect(check({}, 'v0.3.3')).not.toThrow();
    expect(check({}, 'v0.3.2')).toThrow(/v0\.3\.2 has no key `worker\.actor\.loss_type`/);
  });
});
