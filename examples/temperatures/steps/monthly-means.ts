import { defineStep, ProuieError } from 'prouie';
import { z } from 'zod';

/** The means of the months of one station, from lines `2024-01-15,3.4` in degrees Celsius. */
export const step = defineStep({
  params: z.strictObject({ unit: z.enum(['celsius', 'fahrenheit']) }),
  outputs: { means: 'json', table: 'text' },
  async run({ params, input, outputs, log }) {
    const days = new Map<string, number[]>();
    let line = 0;
    for await (const text of input('days').lines()) {
      line++;
      const [, month, value] = /^(\d{4}-\d{2})-\d{2},(-?\d+(?:\.\d+)?)$/.exec(text) ?? [];
      if (month === undefined)
        throw new ProuieError('PROUIE_TEMPERATURE', `Expected DAY,DEGREES and found "${text}".`, {
          location: { file: input('days').path, line },
        });
      const degrees = params.unit === 'celsius' ? Number(value) : Number(value) * 1.8 + 32;
      days.set(month, [...(days.get(month) ?? []), degrees]);
    }
    const means = [...days].map(
      ([month, all]) => [month, all.reduce((sum, one) => sum + one, 0) / all.length] as const,
    );
    log(`${line} days of ${means.length} months`);
    outputs.writeJson('means', Object.fromEntries(means));
    outputs.writeLines(
      'table',
      means.map(([month, mean]) => `${month}\t${mean.toFixed(1)}`),
    );
  },
});
