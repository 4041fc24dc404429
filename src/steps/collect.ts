import { z } from 'zod';
import { ProuieError } from '../errors.ts';
import { defineStep } from '../step.ts';
import type { TableSchema } from '../store/arrow-schema.ts';

export const CURVE_COLUMNS = {
  columns: [
    { name: 'step', type: 'int32' },
    { name: 'name', type: 'dictionary' },
    { name: 'value', type: 'float64' },
  ],
} as const satisfies TableSchema;

interface LogLine {
  readonly step: number;
  readonly name: string;
  readonly value: number;
}

/** Checks what a training run left and turns its log into curves. Mending this never trains anything again. */
export const step = defineStep({
  params: z.strictObject({}),
  outputs: { curves: 'arrow', summary: 'json' },
  async run({ input, outputs }) {
    const lines = input('log')
      .text()
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as LogLine);
    const manifest = input('manifest').json() as { readonly total: number };
    const last: { [name: string]: number } = {};
    for (const { name, value } of lines) last[name] = value;
    if (last['rows'] !== manifest.total) {
      throw new ProuieError(
        'PROUIE_ROWS_LOST',
        `The trainer saw ${last['rows'] ?? 'no'} rows, but the mixture has ${manifest.total}.`,
        {
          hint: 'Rows were dropped on the way: look at the training log.',
        },
      );
    }
    const checkpoint = input('checkpoint');
    for (const file of ['checkpoint.json', 'weights.arrow']) {
      if (!checkpoint.files.includes(file))
        throw new ProuieError('PROUIE_CHECKPOINT', `The checkpoint has no ${file}.`);
    }
    await outputs.writeTable('curves', CURVE_COLUMNS, {
      step: lines.map((line) => line.step),
      name: lines.map((line) => line.name),
      value: lines.map((line) => line.value),
    });
    outputs.writeJson('summary', { rows: manifest.total, last });
  },
});
