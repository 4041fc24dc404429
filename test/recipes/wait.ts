import { readFileSync } from 'node:fs';
import { defineStep } from 'prouie';
import { z } from 'zod';

/** Waits until somebody writes to a named pipe, and logs so before. */
export const step = defineStep({
  params: z.strictObject({ fifo: z.string() }),
  outputs: { said: 'text' },
  run(context) {
    context.log('waiting');
    context.outputs.writeText('said', readFileSync(context.params.fifo, 'utf8'));
  },
});
