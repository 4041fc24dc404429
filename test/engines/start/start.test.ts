import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../temporary-folder.ts';
import { enginePath, makeTinyModel, sftPython, tinyModel, writeTinyTexts } from '../engine-python.ts';
import { digestOf, openInput } from '../run-folder.ts';

describe.skipIf(sftPython === undefined)('the tiny start model (needs the Python environment sft)', () => {
  it('comes out byte for byte the same when it is made again', () => {
    const folder = temporaryFolder();
    writeTinyTexts(join(folder, 'texts.jsonl'));
    makeTinyModel(join(folder, 'texts.jsonl'), join(folder, 'model'));
    const again = openInput('model', join(folder, 'model'));
    const before = openInput('model', tinyModel());
    expect(again.files).toEqual(before.files);
    for (const file of again.files)
      expect(digestOf(again.file(file)), file).toBe(digestOf(before.file(file)));
  }, 240_000);

  it('is a model that others accept, with the places of Qwen3', () => {
    const model = tinyModel();
    const counts = execFileSync('python3', [enginePath('verify_model.py'), model], { encoding: 'utf8' });
    expect(JSON.parse(counts)).toMatchObject({ parameters: expect.any(Number) as number });
    const config = JSON.parse(readFileSync(join(model, 'config.json'), 'utf8')) as object;
    expect(config).toMatchObject({ model_type: 'qwen3', rope_theta: 1_000_000, head_dim: 32 });
    const { chat_template: template } = JSON.parse(
      readFileSync(join(model, 'tokenizer_config.json'), 'utf8'),
    ) as { readonly chat_template?: string };
    expect(template ?? readFileSync(join(model, 'chat_template.jinja'), 'utf8')).toContain('enable_thinking');
  });
});
