import { z } from 'zod';
import { evaluationSample } from '../corpora/evaluation-sample.ts';
import { ProuieError } from '../errors.ts';
import { defineStep } from '../step.ts';
import { matchPredictions } from '../uie/answers.ts';
import { countSlots, exactAccuracy } from '../uie/slot-accuracy.ts';
import { openExamples } from './example-reader.ts';
import { PREDICTION_COLUMNS } from './prediction-table.ts';
import { SLOT_COLUMNS } from './slot-table.ts';

/** Counts which slots of queries a model has to the letter (ExactAcc, Appendix A.5). */
export const step = defineStep({
  params: z.strictObject({
    dataset: z.string(),
    slots: z.array(z.string()).min(1),
    limit: z.int().positive().nullable(),
  }),
  outputs: { slots: 'arrow' },
  async run({ params, input, outputs }) {
    const { dataset, slots, limit } = params;
    const source = await openExamples(input('examples'), dataset, 'ner');
    const rows = evaluationSample(source.rowsOf('test'), limit, dataset);
    if (rows.length === 0) throw new ProuieError('PROUIE_SPLIT_EMPTY', `${dataset} has no queries.`);
    const { columns } = await input('predictions').table(PREDICTION_COLUMNS);
    const predictions = columns.id.map((id, row) => ({ id, output: columns.output[row]! }));
    const answers = matchPredictions(
      rows.map((row) => source.example(row)),
      predictions,
    );
    const { queries, malformed, slots: counts } = countSlots(answers, slots);
    await outputs.writeTable('slots', SLOT_COLUMNS, {
      slot: counts.map(({ slot }) => slot),
      queries: counts.map(() => queries),
      filled: counts.map(({ filled }) => filled),
      exact_filled: counts.map(({ exactFilled }) => exactFilled),
      exact: counts.map(({ exact }) => exact),
      malformed: counts.map(() => malformed),
      accuracy: counts.map(({ exact }) => exactAccuracy(exact, queries)),
    });
  },
});
