import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { prouie } from './prouie.ts';
import { prouieHere, statusHere } from './prouie-here.ts';
import { writeSmallCorpora } from './small-corpora.ts';
import { temporaryFolder } from './temporary-folder.ts';

const PHASES = ['cm1', 'cm2', 'cm3', 'sa', 'de1', 'de2', 'de3'];

describe('the profile smollm2, where there are neither Python environments nor the model', () => {
  const folder = temporaryFolder();
  const caller = { cwd: folder, env: { PROUIE_ENVIRONMENTS: join(folder, 'environments') } };
  const data = join(folder, 'corpora');
  const model = join(folder, 'model');
  const words = ['--profile', 'smollm2', '--data', data];
  const withModel = [...words, '--set', `languageModel.start.path=${model}`];

  beforeAll(() => {
    mkdirSync(data);
    writeSmallCorpora(data);
    // As much of a model as is looked at before Python reads it.
    mkdirSync(model);
    writeFileSync(join(model, 'config.json'), '{"model_type": "llama"}');
    writeFileSync(join(model, 'tokenizer_config.json'), '{"chat_template": "{{ messages }}"}');
    writeFileSync(join(model, 'model.safetensors'), '');
  });

  test('plans all seven phases and what hangs on them, each from the one before', async () => {
    const nodes = await statusHere(caller, ...withModel);
    for (const phase of PHASES) {
      for (const part of ['mix', 'render', 'train', 'collect'])
        expect(nodes.get(`${part}/${phase}`)?.status, `${part}/${phase}`).toBe('waiting');
      expect(nodes.get(`generate/${phase}`)?.status, phase).toBe('waiting');
    }
    expect(nodes.get('model/start')?.status).toBe('stale');
    expect(nodes.get('score/base/ncbi-disease')?.status).toBe('waiting');
  });

  test('says where it looked for the model, and trains nothing without one', async () => {
    const nodes = await statusHere(caller, ...words);
    for (const name of ['model/start', 'preflight', 'train/cm1', 'score/full/PHEE'])
      expect(nodes.get(name)?.status, name).toBe('absent');
    const { stdout } = await prouieHere(caller, 'why', 'train/cm1', ...words);
    expect(stdout).toContain(
      'there is no model at ../models/SmolLM2-135M-Instruct (languageModel.start.path)',
    );
  });

  test('writes the requests of CM, SA and DE: full fine-tuning of the model on a processor', async () => {
    const out = join(folder, 'requests');
    const rendered = await prouie(caller, 'render', 'train/*', ...withModel, '--out', out);
    expect(rendered.code, rendered.stderr).toBe(0);
    expect(readdirSync(join(out, 'render'))).toEqual(expect.arrayContaining(PHASES));
    const read = (path: string): string => readFileSync(join(out, 'render', path), 'utf8');
    for (const phase of ['cm1', 'cm2', 'cm3', 'sa']) {
      expect(parse(read(`${phase}/train.yaml`)), phase).toMatchObject({
        finetuning_type: 'full',
        template: 'qwen3_nothink',
        bf16: true,
        use_cpu: true,
        num_train_epochs: 1,
      });
    }
    for (const phase of ['de1', 'de2', 'de3']) {
      expect(JSON.parse(read(`${phase}/request.json`)), phase).toMatchObject({
        engine: 'trl',
        options: { rollouts: 4, gpus: 0, precision: 'bf16' },
      });
    }
  });

  test('stops before anything is trained, with the command that makes the environment', async () => {
    const { code, stderr } = await prouie(caller, 'run', 'train/cm1', ...withModel);
    expect(code).toBe(1);
    expect(stderr).toContain('failed preflight');
    expect(stderr).toContain('PROUIE_ENVIRONMENT_MISSING');
    expect(stderr).toContain('prouie env create sft');
  });
});
