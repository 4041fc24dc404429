import { z } from 'zod';
import { evaluationSample } from '../corpora/evaluation-sample.ts';
import { readCheckpoint } from '../engines/embedded/checkpoint-files.ts';
import { generate } from '../engines/embedded/generate.ts';
import { defineStep } from '../step.ts';
import { renderInstruction } from '../uie/instruction.ts';
import { SPLITS, STYLES, TASKS } from '../uie/records.ts';
import { openExamples } from './example-reader.ts';
import { PREDICTION_COLUMNS } from './prediction-table.ts';

/** Generates the answers of a checkpoint to one data set (Algorithm 2, greedy). */
export const step = defineStep({
  params: z.strictObject({
    dataset: z.string(),
    task: z.enum(TASKS),
    style: z.enum(STYLES),
    split: z.enum(SPLITS),
    /** Examples at most; null for all. */
    limit: z.int().positive().nullable(),
  }),
  outputs: { predictions: 'arrow' },
  async run(context) {
    const { dataset, task, style, split, limit } = context.params;
    const source = await openExamples(context.input('examples'), dataset, task);
    const examples = evaluationSample(source.rowsOf(split), limit, dataset).map((row) => source.example(row));
    const input = context.input('checkpoint');
    const checkpoint = await context.remember(`checkpoint ${input.digest}`, () =>
      readCheckpoint(context, input, 'generate'),
    );
    const prompts = examples.map((example) => ({
      instruction: renderInstruction(example.schema, style),
      input: example.text,
    }));
    const outputs = await generate(checkpoint, prompts, { onStep: context.progress, signal: context.signal });
    await context.outputs.writeTable('predictions', PREDICTION_COLUMNS, {
      id: examples.map(({ id }) => id),
      output: outputs,
    });
  },
});
