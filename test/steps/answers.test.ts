import { expect, it } from 'vitest';
import type { Answer } from '../../src/engines/generated-answers.ts';
import type { Json } from '../../src/json.ts';
import { step } from '../../src/steps/answers.ts';
import type { TableInput, TableSchema } from '../../src/store/arrow-schema.ts';

const answer = (id: string, changes: Partial<Answer> = {}): Answer => ({
  id,
  dataset: 'mills',
  output: '{"person": ""}',
  finishReason: 'stop',
  promptTokens: 90,
  outputTokens: 4,
  thinking: 0,
  ...changes,
});

it('counts the answers of its data set that write of thinking, and those that were cut off', async () => {
  const answers = [
    answer('a'),
    answer('b', { output: '<think>\nhm', thinking: 1, finishReason: 'length' }),
    answer('c', { output: '<think>\n\n</think>\n\n{"person": ""}', thinking: 1 }),
    answer('d', { dataset: 'ports', thinking: 1 }),
  ];
  const written = new Map<string, unknown>();
  await step.run({
    params: { dataset: 'mills' },
    input: () => ({
      async *lines() {
        for (const one of answers) yield JSON.stringify(one);
      },
    }),
    outputs: {
      writeTable: async (name: string, _schema: TableSchema, columns: TableInput<TableSchema>) =>
        void written.set(name, columns),
      writeJson: (name: string, value: Json) => void written.set(name, value),
    },
  } as never);
  expect(written.get('summary')).toEqual({ answers: 3, cutByLength: 1, thinking: 2 });
  expect(written.get('generation')).toMatchObject({
    id: ['a', 'b', 'c'],
    finish_reason: ['stop', 'length', 'stop'],
    thinking: [false, true, true],
  });
  // The text stays as it was generated; the decoder passes over what was thought.
  expect(written.get('predictions')).toMatchObject({
    output: answers.slice(0, 3).map(({ output }) => output),
  });
});
