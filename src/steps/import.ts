import { z } from 'zod';
import { decodeChunks } from '../corpora/encoding.ts';
import { importCorpus } from '../corpora/import.ts';
import { ProuieError } from '../errors.ts';
import { defineStep } from '../step.ts';
import { recordAt, within } from '../uie/json-fields.ts';
import { readJson } from '../uie/ordered-json.ts';
import { SPLITS, TASKS } from '../uie/records.ts';
import { readSchema } from '../uie/schema-json.ts';
import { ExampleColumns } from './example-writer.ts';
import { statisticsOf } from './statistics.ts';

const splits = <T extends z.ZodType>(value: T) =>
  z.strictObject({ train: value.exactOptional(), val: value.exactOptional(), test: value.exactOptional() });

/** Reads one corpus as its users have it. Inputs: `files/<split>/<number>`. */
export const step = defineStep({
  params: z.strictObject({
    card: z.strictObject({
      id: z.string(),
      task: z.enum(TASKS),
      schema: z.string(),
      labelMap: z.record(z.string(), z.string()),
      emptyRows: z.enum(['keep', 'drop']),
    }),
    /** Null for a corpus that is not there; such a node never runs. */
    layout: z
      .strictObject({
        format: z.string(),
        files: splits(z.array(z.string())),
        holdOut: splits(z.strictObject({ from: z.enum(SPLITS), last: z.int().nonnegative() })).default({}),
        options: z.record(z.string(), z.json()).default({}),
      })
      .nullable(),
  }),
  outputs: { examples: 'arrow', statistics: 'json' },
  async run(context) {
    const { card, layout } = context.params;
    if (layout === null) throw new ProuieError('PROUIE_DATA_MISSING', `${card.id} is not there.`);
    const schema = readSchema(card.task, readJson(card.schema), within(recordAt(), 'schema'));
    const names = new Map(
      Object.entries(layout.files).flatMap(([split, paths]) =>
        (paths ?? []).map((path, at) => [path, `files/${split}/${at}`] as const),
      ),
    );
    const corpus = importCorpus({ ...card, schema }, layout, (path, encoding) => {
      const input = context.input(names.get(path)!);
      return {
        path: input.path,
        file: input.path,
        bytes: () => input.chunks(),
        chunks: () => decodeChunks(input.path, input.chunks(), encoding),
      };
    });
    const columns = new ExampleColumns();
    for await (const example of corpus.examples) columns.add(example);
    for (const [split, count] of Object.entries(corpus.summary().counts)) {
      if (count === 0) {
        throw new ProuieError('PROUIE_SPLIT_EMPTY', `The ${split} split of ${card.id} has no examples.`, {
          hint: 'Look at the file with `prouie data check`.',
          location: { file: context.input(`files/${split}/0`).path },
        });
      }
    }
    await columns.write(context.outputs, 'examples');
    const repairs: { [repair: string]: number } = {};
    for (const { split, repair, count } of corpus.summary().repairs) {
      repairs[repair] = (repairs[repair] ?? 0) + count;
      context.log(`${split}: ${repair} (${count})`);
    }
    context.outputs.writeJson('statistics', statisticsOf(schema, columns.counts, repairs));
  },
});
