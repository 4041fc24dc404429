import { readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execaSync } from 'execa';
import { beforeAll, describe, expect, it } from 'vitest';
import { joinAnswers } from '../../../src/engines/generated-answers.ts';
import { engine } from '../../../src/engines/vllm/engine.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { enginePath, sftPython, tinyModel } from '../engine-python.ts';
import { inventPrompts, writePrompts } from '../prompt-lines.ts';

const PROMPTS = inventPrompts(10);
const REQUEST = engine.render({
  options: { maxPrompt: 600, maxAnswer: 5, batch: 4 },
  prompts: { digest: 'p', count: PROMPTS.length },
  checkpoint: 'c',
  code: {},
});

let model: string;
beforeAll(() => {
  if (sftPython !== undefined) model = tinyModel();
}, 240_000);

/** A folder as the engine lays it out. */
function layOut(): string {
  const folder = temporaryFolder();
  symlinkSync(model, join(folder, 'model'));
  writePrompts(join(folder, 'prompts.jsonl'), PROMPTS);
  const files = REQUEST['files'] as { readonly [path: string]: string };
  for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text);
  return folder;
}

function generate(folder: string, env: { readonly [name: string]: string } = {}) {
  const { exitCode, stderr } = execaSync({
    cwd: folder,
    reject: false,
    env: {
      PYTHONPATH: `${join(import.meta.dirname, 'fake')}:${enginePath('.')}`,
      FAKE_VLLM: join(folder, 'calls.jsonl'),
      OMP_NUM_THREADS: '1',
      PYTHONDONTWRITEBYTECODE: '1',
      ...env,
    },
  })(sftPython!, [enginePath('vllm/generate.py'), 'settings.json', 'answers.jsonl', '0', '1']);
  const calls = readFileSync(join(folder, 'calls.jsonl'), 'utf8').trimEnd().split('\n');
  return { exitCode, stderr, calls: calls.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

describe.skipIf(sftPython === undefined)(
  'the vLLM driver, with a stand-in for vLLM (needs the Python environment sft)',
  () => {
    it('hands over token ids and every parameter, and goes on where it was broken off', () => {
      const folder = layOut();
      const first = generate(folder);
      expect(first).toMatchObject({ exitCode: 0 });
      const [load, ...batches] = first.calls;
      expect(load).toEqual({
        load: {
          model: 'model',
          trust_remote_code: false,
          dtype: 'bfloat16',
          max_model_len: 605,
          tensor_parallel_size: 1,
          gpu_memory_utilization: 0.9,
          enforce_eager: false,
          seed: 0,
          generation_config: 'vllm',
        },
      });
      expect(batches.map((call) => call['generate'])).toEqual([4, 4, 2]);
      expect(batches[0]!['sampling']).toMatchObject({ temperature: 0, top_p: 1, top_k: -1, max_tokens: 5 });

      const answers = joinAnswers([folder], PROMPTS);
      for (const { promptTokens, finishReason, outputTokens, output } of answers) {
        const stopped = promptTokens % 2 === 0;
        expect([finishReason, outputTokens]).toEqual(stopped ? ['stop', 4] : ['length', 5]);
        expect(output).not.toContain('<|');
      }
      expect(new Set(answers.map(({ finishReason }) => finishReason))).toEqual(new Set(['stop', 'length']));

      const file = join(folder, 'answers.jsonl');
      const whole = readFileSync(file);
      truncateSync(file, whole.length - 7);
      const second = generate(folder);
      expect(second.calls.slice(first.calls.length).map((call) => call['generate'])).toEqual([undefined, 2]);
      expect(readFileSync(file)).toEqual(whole);
    }, 240_000);

    it('takes no answer that vLLM gave up', () => {
      const { exitCode, stderr } = generate(layOut(), { FAKE_VLLM_ABORTS: '1' });
      expect(exitCode).toBe(1);
      expect(stderr.trimEnd().split('\n').at(-1)).toBe('RuntimeError: vLLM ended an answer by abort');
    }, 240_000);
  },
);
