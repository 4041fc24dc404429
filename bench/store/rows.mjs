// A pipeline of many results with a few rows of metrics each.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

export function writeRows(folder, results, rows) {
  writeFileSync(
    join(folder, 'rows.ts'),
    `import { node, type Pipeline } from 'prouie';
export const pipeline: Pipeline = () =>
  Array.from({ length: ${results} }, (_, index) =>
    node({
      name: \`rows/\${index}\`,
      step: './rows-step',
      params: { index, rows: ${rows} },
      tags: { relation: 'metrics', dataset: \`set-\${index % 36}\`, variant: \`variant-\${index % 17}\`, task: 'ner' },
    }),
  );
`,
  );
  writeFileSync(
    join(folder, 'rows-step.ts'),
    `import { defineStep } from 'prouie';
import { z } from 'zod';

const COLUMNS = {
  columns: [
    { name: 'profile', type: 'dictionary' },
    { name: 'metric', type: 'dictionary' },
    { name: 'tp', type: 'int64' },
    { name: 'fp', type: 'int64' },
    { name: 'fn', type: 'int64' },
    { name: 'precision', type: 'float64' },
    { name: 'recall', type: 'float64' },
    { name: 'f1', type: 'float64' },
  ],
} as const;

export const step = defineStep({
  params: z.strictObject({ index: z.int(), rows: z.int() }),
  outputs: { metrics: 'arrow' },
  async run({ params: { index, rows }, outputs }) {
    const counts = Array.from({ length: rows }, (_, row) => (index * 31 + row * 17) % 997);
    const percent = counts.map((count) => (100 * count) / 997);
    await outputs.writeTable('metrics', COLUMNS, {
      profile: counts.map((_, row) => \`profile-\${row % 7}\`),
      metric: counts.map((_, row) => \`metric-\${row % 15}\`),
      tp: counts, fp: counts, fn: counts,
      precision: percent, recall: percent, f1: percent,
    });
  },
});
`,
  );
}
