import { z } from 'zod';
import { defineStep } from '../step.ts';
import type { TableSchema } from '../store/arrow-schema.ts';

export const ASSUMPTION_COLUMNS = {
  columns: [
    { name: 'name', type: 'utf8' },
    { name: 'value', type: 'utf8' },
    { name: 'reason', type: 'utf8' },
  ],
} as const satisfies TableSchema;

/** Writes down what the recipe assumes, for queries and reports. */
export const step = defineStep({
  params: z.strictObject({
    assumptions: z.array(z.strictObject({ name: z.string(), value: z.string(), reason: z.string() })),
  }),
  outputs: { assumptions: 'arrow' },
  run: ({ params: { assumptions }, outputs }) =>
    outputs.writeTable('assumptions', ASSUMPTION_COLUMNS, {
      name: assumptions.map(({ name }) => name),
      value: assumptions.map(({ value }) => value),
      reason: assumptions.map(({ reason }) => reason),
    }),
});
