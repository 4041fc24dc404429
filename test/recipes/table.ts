import { defineStep } from 'prouie';
import { z } from 'zod';

const COLUMNS = {
  columns: [
    { name: 'letter', type: 'dictionary' },
    { name: 'place', type: 'int32' },
    { name: 'note', type: 'utf8' },
  ],
} as const;

/** Each letter with its place and a note that is wider than any terminal. */
export const step = defineStep({
  params: z.strictObject({ seed: z.number() }),
  outputs: { rows: 'arrow' },
  async run(context) {
    const letters = context.input('lines').text().trim().split('\n');
    await context.outputs.writeTable('rows', COLUMNS, {
      letter: letters,
      place: letters.map((_, index) => index + 1),
      note: letters.map((letter) => `the letter ${letter} `.repeat(20)),
    });
  },
});
