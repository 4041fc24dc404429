import { mkdirSync, readFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { joinAnswers } from '../../../src/engines/generated-answers.ts';
import { ANSWERS, type GenerationRequest } from '../../../src/engines/generation.ts';
import { engine } from '../../../src/engines/transformers/engine.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { enginePath, sftEnvironments, sftPython, tinyModel } from '../engine-python.ts';
import { inventPrompts, writePrompts } from '../prompt-lines.ts';
import { digestOf, openRunFolder } from '../run-folder.ts';

const PROMPTS = inventPrompts(20);

let attempts = 0;

let model: string;
beforeAll(() => {
  if (sftPython !== undefined) model = tinyModel();
}, 240_000);

interface Work {
  readonly folder: string;
  readonly inputs: { readonly [name: string]: string };
  readonly request: GenerationRequest;
}

function prepare(batch: number): Work {
  const folder = temporaryFolder();
  const inputs = {
    checkpoint: model,
    prompts: join(folder, 'prompts.jsonl'),
    'code/driver': enginePath('transformers/generate.py'),
    'code/generation': enginePath('generation.py'),
    'code/prompt': enginePath('chat_prompt.py'),
  };
  writePrompts(inputs.prompts, PROMPTS);
  const request = engine.render({
    options: { maxPrompt: 600, maxAnswer: 16, batch, gpus: 0 },
    prompts: { digest: digestOf(inputs.prompts), count: PROMPTS.length },
    checkpoint: digestOf(model),
    code: {},
  });
  return { folder, inputs, request };
}

/** Answers a shard and gives its folder. `stopAt`: the run is broken off when so many answers are there. */
async function answer({ folder, inputs, request }: Work, shard: number, shards: number, stopAt?: number) {
  const place = { index: shard, count: shards, folder: join(folder, `shard-${shard}-of-${shards}`) };
  mkdirSync(place.folder, { recursive: true });
  const stop = new AbortController();
  const { context, record } = openRunFolder(folder, `attempt-${++attempts}`, inputs, sftEnvironments, {
    signal: stop.signal,
    onProgress: (done) => done === stopAt && stop.abort(new Error('enough')),
  });
  const run = engine.generate(context, request, place);
  if (stopAt === undefined) await run;
  else await expect(run).rejects.toThrow('enough');
  return { folder: place.folder, progress: record.progress };
}

describe.skipIf(sftPython === undefined)(
  'generation with transformers (needs the Python environment sft)',
  () => {
    it('broken off and gone on in two shards, gives the answers of one run', async () => {
      const work = prepare(4);
      const whole = await answer(work, 0, 1);
      const answers = joinAnswers([whole.folder], PROMPTS);
      expect(answers.map(({ id, dataset }) => [id, dataset])).toEqual(
        PROMPTS.map(({ id, dataset }) => [id, dataset]),
      );
      expect(new Set(answers.map(({ finishReason }) => finishReason))).toContain('length');
      for (const { finishReason, outputTokens, promptTokens, output } of answers) {
        if (finishReason === 'length') expect(outputTokens).toBe(16);
        else expect(outputTokens).toBeLessThanOrEqual(16);
        expect(promptTokens).toBeGreaterThan(50);
        expect(output).not.toContain('<|im_end|>');
      }
      expect(new Set(answers.map(({ promptTokens }) => promptTokens)).size).toBeGreaterThan(3);

      const broken = await answer(work, 0, 2, 4);
      const file = join(broken.folder, ANSWERS);
      const before = readFileSync(file, 'utf8');
      const lines = before.split('\n').length - 1;
      expect(lines).toBeGreaterThanOrEqual(4);
      // Killed while it wrote a line.
      truncateSync(file, Buffer.byteLength(before) - 10);
      const resumed = await answer(work, 0, 2);
      expect(readFileSync(file, 'utf8').startsWith(before)).toBe(true);
      if (lines === 4) expect(resumed.progress[0]).toEqual([4, 12]);
      const other = await answer(work, 1, 2);
      expect(joinAnswers([resumed.folder, other.folder], PROMPTS)).toEqual(answers);

      // On this model nor does the batch change a token; that it never does cannot be promised.
      const alone = await answer(prepare(1), 0, 1);
      expect(joinAnswers([alone.folder], PROMPTS)).toEqual(answers);
    }, 240_000);
  },
);

describe('a request for generation with transformers', () => {
  it('names every parameter that chooses tokens', () => {
    const request = engine.render({
      options: { maxPrompt: 600, maxAnswer: 16, batch: 8, gpus: 1, precision: 'bf16', emptyThinking: true },
      prompts: { digest: 'p', count: 3 },
      checkpoint: 'c',
      code: { driver: 'd' },
    });
    expect(request.sampling).toEqual({
      temperature: 0,
      topP: 1,
      topK: -1,
      repetitionPenalty: 1,
      maxAnswer: 16,
      stop: ['<|im_end|>', '<|endoftext|>'],
    });
    const files = request['files'] as { readonly [path: string]: string };
    expect(JSON.parse(files['settings.json']!)).toEqual({
      model: 'model',
      prompts: 'prompts.jsonl',
      promptCount: 3,
      emptyThinking: true,
      maxPrompt: 600,
      maxAnswer: 16,
      stop: ['<|im_end|>', '<|endoftext|>'],
      batch: 8,
      dtype: 'bfloat16',
      attention: 'sdpa',
      device: 'cuda',
    });
  });
});
