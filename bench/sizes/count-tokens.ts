import { z } from 'zod';
import { countTokens } from '../../src/engines/tokenizer.ts';
import { defineStep } from '../../src/step.ts';

const BATCH = 10_000;

/** Counts the tokens of one share of a phase's targets. Input: `rows`, as a trainer reads them. */
export const step = defineStep({
  params: z.strictObject({ share: z.int().nonnegative(), shares: z.int().positive() }),
  outputs: { tokens: 'json' },
  async run({ params: { share, shares }, input, outputs }) {
    let at = 0;
    let rows = 0;
    let tokens = 0;
    let longest = 0;
    let batch: string[] = [];
    const countBatch = async () => {
      for (const count of await countTokens(batch)) {
        tokens += count;
        longest = Math.max(longest, count);
      }
      rows += batch.length;
      batch = [];
    };
    for await (const line of input('rows').lines()) {
      if (at++ % shares === share) batch.push((JSON.parse(line) as { readonly output: string }).output);
      if (batch.length === BATCH) await countBatch();
    }
    await countBatch();
    outputs.writeJson('tokens', { rows, tokens, longest });
  },
});
