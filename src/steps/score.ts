import { z } from 'zod';
import { evaluationSample } from '../corpora/evaluation-sample.ts';
import { defineStep } from '../step.ts';
import { scorePredictions } from '../uie/score.ts';
import { scorerProfiles } from '../uie/scorers/profiles.ts';
import { openExamples } from './example-reader.ts';
import { METRIC_COLUMNS } from './metric-table.ts';
import { PREDICTION_COLUMNS } from './prediction-table.ts';

/** Scores the predictions of one data set under each profile. */
export const step = defineStep({
  params: z.strictObject({
    dataset: z.string(),
    task: z.enum(['ner', 're', 'ee']),
    split: z.enum(['train', 'val', 'test']),
    limit: z.int().positive().nullable(),
    profiles: z.array(z.enum(Object.keys(scorerProfiles) as [keyof typeof scorerProfiles])).min(1),
  }),
  outputs: { metrics: 'arrow' },
  async run({ params, input, outputs }) {
    const { dataset, task, split, limit } = params;
    const source = await openExamples(input('examples'), dataset, task);
    const examples = evaluationSample(source.rowsOf(split), limit, dataset).map((row) => source.example(row));
    const { columns } = await input('predictions').table(PREDICTION_COLUMNS);
    const predictions = columns.id.map((id, row) => ({ id, output: columns.output[row]! }));
    const rows = params.profiles.flatMap((profile) => {
      const score = scorePredictions(examples, predictions, scorerProfiles[profile]);
      return Object.entries(score.metrics).map(([metric, figures]) => ({
        profile,
        metric,
        examples: score.examples,
        malformed: score.malformed,
        ...figures,
      }));
    });
    const column = <Name extends keyof (typeof rows)[number]>(name: Name) => rows.map((row) => row[name]);
    await outputs.writeTable('metrics', METRIC_COLUMNS, {
      profile: column('profile'),
      metric: column('metric'),
      examples: column('examples'),
      malformed: column('malformed'),
      tp: column('tp'),
      fp: column('fp'),
      fn: column('fn'),
      precision: column('precision'),
      recall: column('recall'),
      f1: column('f1'),
    });
  },
});
