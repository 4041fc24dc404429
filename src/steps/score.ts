import { z } from 'zod';
import { evaluationSample } from '../corpora/evaluation-sample.ts';
import { defineStep } from '../step.ts';
import { matchPredictions } from '../uie/answers.ts';
import { SPLITS, TASKS } from '../uie/records.ts';
import { countAnswers, scoreCounts } from '../uie/score.ts';
import { scorerProfiles } from '../uie/scorers/all-profiles.ts';
import { COUNT_COLUMNS } from './count-table.ts';
import { ERROR_COLUMNS, errorColumns } from './error-table.ts';
import { openExamples } from './example-reader.ts';
import { METRIC_COLUMNS } from './metric-table.ts';
import { PREDICTION_COLUMNS } from './prediction-table.ts';

/** Scores the predictions of one data set under each profile that knows its task, and says what is wrong in them. */
export const step = defineStep({
  params: z.strictObject({
    dataset: z.string(),
    task: z.enum(TASKS),
    split: z.enum(SPLITS),
    limit: z.int().positive().nullable(),
    profiles: z.array(z.enum(Object.keys(scorerProfiles))).min(1),
  }),
  outputs: { metrics: 'arrow', counts: 'arrow', errors: 'arrow' },
  async run({ params, input, outputs }) {
    const { dataset, task, split, limit } = params;
    const source = await openExamples(input('examples'), dataset, task);
    const examples = evaluationSample(source.rowsOf(split), limit, dataset).map((row) => source.example(row));
    const { columns } = await input('predictions').table(PREDICTION_COLUMNS);
    const predictions = columns.id.map((id, row) => ({ id, output: columns.output[row]! }));
    const answers = matchPredictions(examples, predictions);
    const counted = params.profiles.map((profile) => {
      const counts = countAnswers(answers, scorerProfiles[profile]!);
      return { profile, counts, score: scoreCounts(answers, counts) };
    });
    const rows = counted.flatMap(({ profile, score: { examples: size, malformed, metrics } }) =>
      Object.entries(metrics).map(([metric, figures]) => ({
        profile,
        metric,
        examples: size,
        malformed,
        ...figures,
      })),
    );
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
    const byExample = counted.flatMap(({ profile, counts }) =>
      [...counts].flatMap(([metric, all]) =>
        all.map((count, row) => ({ profile, metric, id: answers[row]!.example.id, ...count })),
      ),
    );
    const each = <Name extends keyof (typeof byExample)[number]>(name: Name) =>
      byExample.map((row) => row[name]);
    await outputs.writeTable('counts', COUNT_COLUMNS, {
      profile: each('profile'),
      metric: each('metric'),
      id: each('id'),
      tp: each('tp'),
      fp: each('fp'),
      fn: each('fn'),
    });
    await outputs.writeTable('errors', ERROR_COLUMNS, errorColumns(answers));
  },
});
