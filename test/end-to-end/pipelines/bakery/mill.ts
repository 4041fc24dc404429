import { defineStep } from 'prouie';
import { z } from 'zod';
import { sieve } from './sieve.ts';

/** Lines of the input, sorted, as far as the sieve lets them through. */
export const step = defineStep({
  params: z.strictObject({ coarseness: z.int().min(1).max(9), threads: z.int().positive() }),
  volatile: ['threads'],
  outputs: { flour: 'text' },
  run({ params, input, outputs }) {
    const lines = input('grain').text().trimEnd().split('\n');
    outputs.writeLines('flour', sieve(lines, params.coarseness).sort());
  },
});
