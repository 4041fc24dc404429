import { defineStep } from 'prouie';
import { METRIC_COLUMNS, openExamples, PREDICTION_COLUMNS } from 'prouie/data';
import {
  allMetrics,
  type Entity,
  matchPredictions,
  type ScorerProfile,
  type Structure,
  scoreAnswers,
} from 'prouie/uie';
import { z } from 'zod';

/** Entities of one type are the same where their last words are, in any case: `the Heron` is `heron`. */
const lenient: ScorerProfile = {
  name: 'lenient',
  summary: 'Entities by type and last word.',
  normalisation: 'lower case, last word',
  metrics: { ...allMetrics, re: [], ee: [] },
  matching: 'set',
  compare: ({ example, decoded }) => ({
    entity: { gold: itemsOf(example.gold), answer: itemsOf(decoded.structure) },
  }),
};

export const step = defineStep({
  params: z.strictObject({ dataset: z.string(), split: z.enum(['val', 'test']) }),
  outputs: { metrics: 'arrow' },
  async run({ params: { dataset, split }, input, outputs }) {
    const source = await openExamples(input('examples'), dataset, 'ner');
    const examples = source.rowsOf(split).map((row) => source.example(row));
    const { columns } = await input('predictions').table(PREDICTION_COLUMNS);
    const predictions = columns.id.map((id, row) => ({ id, output: columns.output[row]! }));
    const score = scoreAnswers(matchPredictions(examples, predictions), lenient);
    const { tp, fp, fn, precision, recall, f1 } = score.metrics.entity!;
    await outputs.writeTable('metrics', METRIC_COLUMNS, {
      profile: [lenient.name],
      metric: ['entity'],
      examples: [score.examples],
      malformed: [score.malformed],
      tp: [tp],
      fp: [fp],
      fn: [fn],
      precision: [precision],
      recall: [recall],
      f1: [f1],
    });
  },
});

function itemsOf(structure: Structure) {
  const entities: readonly Entity[] = structure.task === 'ner' ? structure.entities : [];
  return entities.map(({ type, text }) => {
    const word = text.toLowerCase().split(' ').at(-1)!;
    return { key: `${type}: ${word}`, from: [type, text], as: [type, word] };
  });
}
