import { z } from 'zod';
import { decodeChunks } from '../corpora/encoding.ts';
import { readQueries } from '../corpora/queries.ts';
import { ProuieError } from '../errors.ts';
import { defineStep } from '../step.ts';
import { ExampleColumns } from './example-writer.ts';

/** Reads the queries that the user has. Input: `file`. */
export const step = defineStep({
  params: z.strictObject({ id: z.string(), slots: z.array(z.string()).min(1) }),
  outputs: { examples: 'arrow' },
  async run({ params, input, outputs }) {
    const { id, slots } = params;
    const file = input('file');
    const source = { path: file.path, chunks: () => decodeChunks(file.path, file.chunks(), 'utf-8') };
    const columns = new ExampleColumns();
    for await (const query of readQueries(source, id, { task: 'ner', types: slots })) columns.add(query);
    if (columns.counts.test === 0) {
      throw new ProuieError('PROUIE_SPLIT_EMPTY', 'The file has no queries.', {
        location: { file: file.path },
      });
    }
    await columns.write(outputs, 'examples');
  },
});
