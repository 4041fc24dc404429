import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { writeModel } from '../engines/easyr1/run-context.ts';
import { prouieHere } from './prouie-here.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** The profile of the reproduction on a few synthetic rows, so that no corpus is needed. */
const few = {
  synthetic: '{seed: 20, scale: 0.001, train: 60, val: 2, test: 6, queries: 4}',
  corpora: 'synthetic',
  variants: '{full: {}}',
  executor: '{kind: pool}',
};

function call(words: readonly string[], changes: { readonly [path: string]: string }) {
  const settings = Object.entries({ ...few, ...changes }).flatMap(([path, value]) => [
    '--set',
    `${path}=${value}`,
  ]);
  return prouieHere({ cwd: temporaryFolder() }, ...words, '--profile', 'paper', ...settings);
}

describe('a profile for language models', () => {
  test.each([
    [
      'languageModel.resources.sft.gpu',
      '4',
      /`languageModel\.resources\.sft\.gpu`: a job with 4 GPUs does not hold the 8 of `languageModel\.sft\.gpus`\./,
    ],
    [
      'languageModel.resources.grpo.gpu',
      '2',
      /`languageModel\.resources\.grpo\.gpu`: a job with 2 GPUs does not hold the 8 of `languageModel\.easyr1\.gpus`\./,
    ],
    [
      'languageModel.sft.nodes',
      '2',
      /`languageModel\.resources\.sft\.nodes`: machines of the job: 1, but `languageModel\.sft` is made for 2\./,
    ],
    [
      'languageModel.sft.batch',
      '100',
      /`languageModel\.sft\.batch`: 8 devices with deviceBatch 4 do not divide a step of 100 rows\./,
    ],
  ])('whose counts do not fit each other is refused at its place: %s=%s', async (path, value, message) => {
    const { code, stderr } = await call(['status', 'train/cm1'], { [path]: value });
    expect(code).not.toBe(0);
    expect(stderr).toContain('PROUIE_INVALID');
    expect(stderr.replaceAll(/\s+/g, ' ')).toMatch(message);
    expect(stderr).toContain(`at --set ${path}=${value}`);
  });

  test('whose counts fit each other is planned', async () => {
    const { code, stderr } = await call(['status', 'train/cm1'], { 'languageModel.sft.batch': '128' });
    expect(code, stderr).toBe(0);
  });
});

describe('the model to start from', () => {
  const start = (folder: string) => ({ 'languageModel.start.path': folder });

  test('that is not there leaves its runs out, and says where it was looked for', async () => {
    const { stdout } = await call(['status', 'model/start'], start('/nowhere/Qwen3-4B'));
    expect(stdout).toContain('there is no model at /nowhere/Qwen3-4B (languageModel.start.path)');
  });

  test('is refused without a chat template, before anything is trained', async () => {
    const folder = writeModel(join(temporaryFolder(), 'model'), { 'tokenizer_config.json': {} });
    const refused = await call(['run', 'model/start'], start(folder));
    expect(refused.code).not.toBe(0);
    expect(refused.stderr + refused.stdout).toMatch(
      /PROUIE_MODEL_FILES: The tokenizer of the model has no chat template\./,
    );
    writeFileSync(join(folder, 'chat_template.jinja'), '{{ messages[0].content }}');
    const { code, stderr } = await call(['run', 'model/start'], start(folder));
    expect(code, stderr).toBe(0);
  });

  test('is refused without weights', async () => {
    const folder = writeModel(join(temporaryFolder(), 'model'));
    rmSync(join(folder, 'model.safetensors'));
    const { stderr, stdout } = await call(['run', 'model/start'], start(folder));
    expect(stderr + stdout).toContain('PROUIE_MODEL_FILES: The model has no *.safetensors.');
  });
});
