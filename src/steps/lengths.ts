import { z } from 'zod';
import { countTokens } from '../engines/tokenizer.ts';
import { defineStep } from '../step.ts';
import { LENGTH_COLUMNS } from './length-table.ts';
import { PREDICTION_COLUMNS } from './prediction-table.ts';

/** Counts the tokens of generated strings with the tokenizer of Qwen3. Inputs: `predictions/<data set>`. */
export const step = defineStep({
  params: z.strictObject({}),
  outputs: { lengths: 'arrow' },
  async run({ inputs, outputs }) {
    const datasets: string[] = [];
    const ids: string[] = [];
    const texts: string[] = [];
    for (const [dataset, input] of inputs('predictions')) {
      const { columns } = await input.table(PREDICTION_COLUMNS);
      columns.id.forEach((id, row) => {
        datasets.push(dataset);
        ids.push(id);
        texts.push(columns.output[row]!);
      });
    }
    await outputs.writeTable('lengths', LENGTH_COLUMNS, {
      dataset: datasets,
      id: ids,
      tokens: await countTokens(texts),
    });
  },
});
