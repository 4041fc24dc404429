import { z } from 'zod';
import { type Answer, readAnswer } from '../engines/generated-answers.ts';
import { defineStep } from '../step.ts';
import type { TableSchema } from '../store/arrow-schema.ts';
import { PREDICTION_COLUMNS } from './prediction-table.ts';

/** How each answer of a language model came about. */
const GENERATION_COLUMNS = {
  columns: [
    { name: 'id', type: 'utf8' },
    { name: 'finish_reason', type: 'dictionary' },
    { name: 'prompt_tokens', type: 'int32' },
    { name: 'output_tokens', type: 'int32' },
    { name: 'thinking', type: 'bool' },
  ],
} as const satisfies TableSchema;

/** Takes the answers of one data set from a generation: the strings as they came, and how each came about. */
export const step = defineStep({
  params: z.strictObject({ dataset: z.string() }),
  outputs: { predictions: 'arrow', generation: 'arrow', summary: 'json' },
  async run({ params, input, outputs }) {
    const answers: Answer[] = [];
    const file = input('answers');
    let number = 0;
    for await (const line of file.lines()) {
      const answer = readAnswer(line, file.path, ++number);
      if (answer.dataset === params.dataset) answers.push(answer);
    }
    await outputs.writeTable('predictions', PREDICTION_COLUMNS, {
      id: answers.map(({ id }) => id),
      output: answers.map(({ output }) => output),
    });
    await outputs.writeTable('generation', GENERATION_COLUMNS, {
      id: answers.map(({ id }) => id),
      finish_reason: answers.map(({ finishReason }) => finishReason),
      prompt_tokens: answers.map(({ promptTokens }) => promptTokens),
      output_tokens: answers.map(({ outputTokens }) => outputTokens),
      thinking: answers.map(({ thinking }) => thinking === 1),
    });
    outputs.writeJson('summary', {
      answers: answers.length,
      cutByLength: answers.filter(({ finishReason }) => finishReason === 'length').length,
      thinking: answers.filter(({ thinking }) => thinking === 1).length,
    });
  },
});
