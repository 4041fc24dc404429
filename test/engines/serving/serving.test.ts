import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Answer, joinAnswers } from '../../../src/engines/generated-answers.ts';
import type { GenerationRequest, ServingModel } from '../../../src/engines/generation.ts';
import { engine } from '../../../src/engines/transformers/engine.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { enginePath, runPython, sftEnvironments, sftPython, tinyModel } from '../engine-python.ts';
import { inventPrompts, writePrompts } from '../prompt-lines.ts';
import { digestOf, openInput, openRunFolder } from '../run-folder.ts';

const PROMPTS = inventPrompts(20);

interface Work {
  readonly folder: string;
  readonly inputs: { readonly [name: string]: string };
  readonly request: GenerationRequest;
}

function prepare(): Work {
  const folder = temporaryFolder();
  const inputs = {
    checkpoint: tinyModel(),
    prompts: join(folder, 'prompts.jsonl'),
    'code/driver': enginePath('transformers/generate.py'),
    'code/generation': enginePath('generation.py'),
    'code/prompt': enginePath('chat_prompt.py'),
    'program/serve': enginePath('serving/serve.py'),
  };
  writePrompts(inputs.prompts, PROMPTS);
  const request = engine.render({
    options: { maxPrompt: 600, maxAnswer: 16, batch: 8, gpus: 0 },
    prompts: { digest: digestOf(inputs.prompts), count: PROMPTS.length },
    checkpoint: digestOf(inputs.checkpoint),
    code: {},
  });
  return { folder, inputs, request };
}

async function generate({ folder, inputs, request }: Work): Promise<readonly Answer[]> {
  const shard = { index: 0, count: 1, folder: join(folder, 'shard') };
  mkdirSync(shard.folder);
  const { context } = openRunFolder(folder, 'generation', inputs, sftEnvironments);
  await engine.generate(context, request, shard);
  return joinAnswers([shard.folder], PROMPTS);
}

function serve({ folder, inputs, request }: Work, signal: AbortSignal): Promise<ServingModel> {
  const context = {
    params: { environments: sftEnvironments },
    folder: join(folder, 'service'),
    signal,
    input: (name: string) => openInput(name, inputs[name]!),
  };
  return engine.serve!(context, request);
}

describe.skipIf(sftPython === undefined)(
  'a language model that answers as it is asked (needs the Python environment sft)',
  () => {
    it('gives the answers of a generation in the graph, and says which prompts are too long', async () => {
      const work = prepare();
      const generated = await generate(work);
      const model = await serve(work, new AbortController().signal);
      const answers = await model.ask(PROMPTS);
      expect(answers.map((answer) => ('tooLong' in answer ? undefined : answer.output))).toEqual(
        generated.map(({ output }) => output),
      );
      const first = generated[0]!;
      const long = { instruction: first.output, input: 'mill '.repeat(700) };
      const [tooLong, asked] = await model.ask([long, PROMPTS[0]!]);
      expect(tooLong).toEqual({ tooLong: expect.any(Number) as number });
      expect((tooLong as { readonly tooLong: number }).tooLong).toBeGreaterThan(600);
      expect(asked).toMatchObject({
        output: first.output,
        finishReason: first.finishReason,
        promptTokens: first.promptTokens,
        outputTokens: first.outputTokens,
      });
      expect(await model.ask([])).toEqual([]);
      await model.close();
      await expect(model.ask(PROMPTS)).rejects.toMatchObject({ code: 'PROUIE_ANSWERS' });
    }, 240_000);

    it('ends what is being asked with the reason of an abort, and at once', async () => {
      const stop = new AbortController();
      const model = await serve(prepare(), stop.signal);
      const asked = model.ask(PROMPTS);
      stop.abort(new Error('enough'));
      await expect(asked).rejects.toThrow('enough');
      await model.close();
    }, 60_000);

    it('counts an answer that writes of thinking, and leaves the text as it came', () => {
      const thought = '<think>\nhm\n</think>\n\n{"person": "Oss"}';
      const answers = JSON.parse(
        runPython(join(import.meta.dirname, 'make-answers.py'), [
          tinyModel(),
          JSON.stringify([`${thought}<|im_end|>`, '<think>\nhm hm', '{"person": "Oss"}<|im_end|>']),
        ]),
      ) as readonly Answer[];
      expect(answers.map(({ output, thinking, finishReason }) => [output, thinking, finishReason])).toEqual([
        [thought, 1, 'stop'],
        ['<think>\nhm hm', 1, 'length'],
        ['{"person": "Oss"}', 0, 'stop'],
      ]);
    }, 60_000);
  },
);
