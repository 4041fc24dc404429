import { z } from 'zod';
import { defineStep } from '../step.ts';
import type { TableSchema } from '../store/arrow-schema.ts';

const ASSUMPTION_COLUMNS = {
  columns: [
    { name: 'name', type: 'utf8' },
    { name: 'about', type: 'utf8' },
    { name: 'value', type: 'utf8' },
    /** What else could be meant, separated by `; `. */
    { name: 'alternatives', type: 'utf8' },
    { name: 'reason', type: 'utf8' },
    /** Null where it is part of the code. */
    { name: 'setting', type: 'utf8', nullable: true },
    /** The variants or scorers whose scores show the effect, the chosen one first; null where nothing was measured. */
    { name: 'compared', type: 'utf8', nullable: true },
  ],
} as const satisfies TableSchema;

/** Writes down what the recipe assumes, for queries and reports. */
export const step = defineStep({
  params: z.strictObject({
    assumptions: z.array(
      z.strictObject({
        name: z.string(),
        about: z.string(),
        value: z.string(),
        alternatives: z.array(z.string()),
        reason: z.string(),
        setting: z.string().nullable(),
        compared: z
          .strictObject({ by: z.enum(['variant', 'scorer']), names: z.array(z.string()) })
          .nullable(),
      }),
    ),
  }),
  outputs: { assumptions: 'arrow' },
  run: ({ params: { assumptions }, outputs }) =>
    outputs.writeTable('assumptions', ASSUMPTION_COLUMNS, {
      name: assumptions.map(({ name }) => name),
      about: assumptions.map(({ about }) => about),
      value: assumptions.map(({ value }) => value),
      alternatives: assumptions.map(({ alternatives }) => alternatives.join('; ')),
      reason: assumptions.map(({ reason }) => reason),
      setting: assumptions.map(({ setting }) => setting),
      compared: assumptions.map(({ compared }) => compared?.names.join(' ') ?? null),
    }),
});
