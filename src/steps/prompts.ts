import { z } from 'zod';
import { evaluationSample } from '../corpora/evaluation-sample.ts';
import type { PromptLine } from '../engines/generation.ts';
import { defineStep } from '../step.ts';
import { renderInstruction } from '../uie/instruction.ts';
import { SPLITS, STYLES, TASKS } from '../uie/records.ts';
import { openExamples } from './example-reader.ts';

/**
 * Writes what a language model is asked: one JSON object a line a prompt, the data sets in the
 * order of the parameters. Inputs: `examples/<data set>`.
 */
export const step = defineStep({
  params: z.strictObject({
    datasets: z.array(
      z.strictObject({
        id: z.string(),
        task: z.enum(TASKS),
        style: z.enum(STYLES),
        split: z.enum(SPLITS),
      }),
    ),
    /** Examples a data set at most; null for all. */
    limit: z.int().positive().nullable(),
  }),
  outputs: { prompts: 'text', manifest: 'json' },
  async run({ params, input, outputs }) {
    const lines: string[] = [];
    const counts: { dataset: string; prompts: number }[] = [];
    for (const { id: dataset, task, style, split } of params.datasets) {
      const source = await openExamples(input(`examples/${dataset}`), dataset, task);
      const rows = evaluationSample(source.rowsOf(split), params.limit, dataset);
      for (const row of rows) {
        const { id, schema, text } = source.example(row);
        const line: PromptLine = { dataset, id, instruction: renderInstruction(schema, style), input: text };
        lines.push(JSON.stringify(line));
      }
      counts.push({ dataset, prompts: rows.length });
    }
    outputs.writeLines('prompts', lines);
    outputs.writeJson('manifest', { total: lines.length, counts });
  },
});
