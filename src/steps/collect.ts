import { z } from 'zod';
import { ProuieError } from '../errors.ts';
import { defineStep } from '../step.ts';
import type { TableSchema } from '../store/arrow-schema.ts';
import { trainingEngine } from './engine-module.ts';
import { readTotal } from './manifest.ts';

const CURVE_COLUMNS = {
  columns: [
    { name: 'step', type: 'int32' },
    { name: 'name', type: 'dictionary' },
    { name: 'value', type: 'float64' },
  ],
} as const satisfies TableSchema;

/** Checks what a training run left and turns its log into curves. Mending this never trains anything again. */
export const step = defineStep({
  params: z.strictObject({}),
  outputs: { curves: 'arrow', summary: 'json' },
  async run({ input, outputs }) {
    const engine = await trainingEngine(input('engine'));
    const { rows, curves } = engine.collect(input('log'), input('checkpoint'));
    const total = readTotal(input('manifest'));
    if (rows !== total) {
      throw new ProuieError(
        'PROUIE_ROWS_LOST',
        `The trainer saw ${rows} rows, but the mixture has ${total}.`,
        {
          hint: 'Rows were dropped on the way: look at the training log.',
        },
      );
    }
    const last: { [name: string]: number } = {};
    for (const { name, value } of curves) last[name] = value;
    await outputs.writeTable('curves', CURVE_COLUMNS, {
      step: curves.map((point) => point.step),
      name: curves.map((point) => point.name),
      value: curves.map((point) => point.value),
    });
    outputs.writeJson('summary', { rows, last });
  },
});
