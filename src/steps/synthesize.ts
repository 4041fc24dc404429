import { parse } from 'yaml';
import { z } from 'zod';
import { readLexicon } from '../corpora/synthetic/lexicon.ts';
import { synthesize } from '../corpora/synthetic/synthesize.ts';
import { defineStep } from '../step.ts';
import { recordAt, within } from '../uie/json-fields.ts';
import { readJson } from '../uie/ordered-json.ts';
import { TASKS } from '../uie/records.ts';
import { readSchema } from '../uie/schema-json.ts';
import { ExampleColumns } from './example-writer.ts';
import { statisticsOf } from './statistics.ts';

const count = z.int().nonnegative();

/** Makes the stand-in of one data set. Inputs: `lexicon/<part>`. */
export const step = defineStep({
  params: z.strictObject({
    id: z.string(),
    task: z.enum(TASKS),
    domain: z.enum(['in', 'out']),
    /** The card's schema as JSON text, in which the order of types is safe. */
    schema: z.string(),
    emptyRows: z.enum(['keep', 'drop']),
    seed: z.int(),
    counts: z.strictObject({ train: count, val: count, test: count }),
    /** Names of a label; without it every name is invented anew. */
    names: z.int().positive().optional(),
  }),
  outputs: { examples: 'arrow', statistics: 'json' },
  async run({ params, inputs, outputs, remember }) {
    const files = [...inputs('lexicon')];
    const lexicon = await remember(`lexicon ${files.map(([, input]) => input.digest).join(' ')}`, () =>
      readLexicon(Object.fromEntries(files.map(([part, input]) => [part, parse(input.text()) as unknown]))),
    );
    const schema = readSchema(params.task, readJson(params.schema), within(recordAt(), 'schema'));
    const columns = new ExampleColumns();
    for (const example of synthesize({ ...params, schema }, lexicon, params)) columns.add(example);
    await columns.write(outputs, 'examples');
    outputs.writeJson('statistics', statisticsOf(schema, columns.counts, {}));
  },
});
