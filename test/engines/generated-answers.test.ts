import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Answer, joinAnswers } from '../../src/engines/generated-answers.ts';
import { ANSWERS } from '../../src/engines/generation.ts';
import { engine as transformers } from '../../src/engines/transformers/engine.ts';
import { engine as vllm } from '../../src/engines/vllm/engine.ts';
import { failureOf } from '../failure.ts';
import { temporaryFolder } from '../temporary-folder.ts';

function answerTo(id: string, dataset = 'mills'): Answer {
  const counts = { promptTokens: 90, outputTokens: 4, thinking: 0 } as const;
  return { id, dataset, output: `{"person": "${id}"}`, finishReason: 'stop', ...counts };
}

function writeShards(shards: readonly (readonly Answer[])[]): string[] {
  const root = temporaryFolder();
  return shards.map((answers, index) => {
    const folder = join(root, String(index));
    mkdirSync(folder);
    const lines = answers.map((answer) => `${JSON.stringify(answer)}\n`);
    if (lines.length > 0) writeFileSync(join(folder, ANSWERS), lines.join(''));
    return folder;
  });
}

describe('joining the answers of shards', () => {
  it('gives the order of the prompts, however they were spread', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(3), { maxLength: 20 }), (shardOf) => {
        const answers = shardOf.map((_, index) =>
          answerTo(String(index), index % 2 === 0 ? 'mills' : 'ports'),
        );
        const shards = [0, 1, 2, 3].map((shard) =>
          answers.filter((_, index) => shardOf[index] === shard).reverse(),
        );
        expect(joinAnswers(writeShards(shards), answers)).toEqual(answers);
      }),
      { numRuns: 30 },
    );
  });

  it('takes the same id in two data sets for two prompts', () => {
    const answers = [answerTo('a', 'mills'), answerTo('a', 'ports')];
    expect(joinAnswers(writeShards([answers]), answers)).toEqual(answers);
  });

  it.each([
    ['a prompt without an answer', [[answerTo('a')]], ['a', 'b'], 'the prompt b of mills has no answer'],
    ['an answer that is there twice', [[answerTo('a')], [answerTo('a')]], ['a'], 'answered twice'],
    ['an answer to no prompt', [[answerTo('a'), answerTo('b')]], ['a'], 'there are 2 answers to 1 prompts'],
    ['a line that is no answer', [[{ ...answerTo('a'), promptTokens: -1 }]], ['a'], 'a line is no answer'],
  ] as const)('refuses %s', (_, shards, ids, message) => {
    const prompts = ids.map((id) => ({ id, dataset: 'mills' }));
    const { code, message: said } = failureOf(() => joinAnswers(writeShards(shards), prompts));
    expect([code, said]).toEqual(['PROUIE_ANSWERS', expect.stringContaining(message)]);
  });
});

describe('options of generation', () => {
  const order = { prompts: { digest: 'p', count: 3 }, checkpoint: 'c', code: { driver: 'd' } };

  it.each([transformers, vllm])('name every fault at once: $name', (engine) => {
    const options = { maxPrompt: 600, batch: 0, temperature: 0.7 };
    const { code, message } = failureOf(() => engine.render({ ...order, options }));
    expect(code).toBe('PROUIE_ENGINE_OPTIONS');
    for (const word of ['maxAnswer', 'batch', 'temperature']) expect(message).toContain(word);
  });

  it('that change an answer change the request', () => {
    const request = (options: object): string =>
      JSON.stringify(
        transformers.render({
          ...order,
          options: { maxPrompt: 600, maxAnswer: 64, batch: 4, gpus: 0, ...options },
        }),
      );
    const changes = [
      { maxAnswer: 65 },
      { batch: 5 },
      { emptyThinking: true },
      { precision: 'bf16' },
      { stop: ['x'] },
    ];
    expect(new Set([{}, ...changes].map(request)).size).toBe(changes.length + 1);
  });
});
