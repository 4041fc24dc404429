import { defineStep } from 'prouie';
import { z } from 'zod';

/** The station with the highest mean of every month. Stations are the inputs `means/<station>`. */
export const step = defineStep({
  params: z.strictObject({}),
  outputs: { list: 'text' },
  run({ inputs, outputs }) {
    const warmest = new Map<string, readonly [station: string, mean: number]>();
    for (const [station, input] of inputs('means')) {
      for (const [month, mean] of Object.entries(input.json() as Readonly<Record<string, number>>)) {
        const known = warmest.get(month);
        if (known === undefined || mean > known[1]) warmest.set(month, [station, mean]);
      }
    }
    outputs.writeLines(
      'list',
      [...warmest].sort().map(([month, [station, mean]]) => `${month}  ${station}  ${mean.toFixed(1)}`),
    );
  },
});
