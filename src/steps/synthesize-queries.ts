import { parse } from 'yaml';
import { z } from 'zod';
import { readQueryLexicon } from '../corpora/synthetic/query-lexicon.ts';
import { synthesizeQueries } from '../corpora/synthetic/query-rows.ts';
import { defineStep } from '../step.ts';
import { ExampleColumns } from './example-writer.ts';

/** Makes queries with slots from a seed. Inputs: `lexicon/words` and `lexicon/queries`. */
export const step = defineStep({
  params: z.strictObject({
    id: z.string(),
    slots: z.array(z.string()).min(1),
    seed: z.int(),
    count: z.int().positive(),
  }),
  outputs: { examples: 'arrow' },
  async run({ params, input, outputs }) {
    const { id, slots, seed, count } = params;
    const content = (part: string): unknown => parse(input(`lexicon/${part}`).text());
    const lexicon = readQueryLexicon({ words: content('words'), queries: content('queries') });
    const columns = new ExampleColumns();
    const set = { id, schema: { task: 'ner', types: slots } as const };
    for (const example of synthesizeQueries(set, lexicon, { seed, count })) columns.add(example);
    await columns.write(outputs, 'examples');
  },
});
