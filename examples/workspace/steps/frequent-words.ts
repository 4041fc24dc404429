import { defineStep } from 'prouie';
import { z } from 'zod';

const COLUMNS = {
  columns: [
    { name: 'word', type: 'utf8' },
    { name: 'count', type: 'int32' },
  ],
} as const;

/** Counts words in order of their first appearance, and leaves out the rare ones. */
export const step = defineStep({
  params: z.strictObject({
    /** How often a word must be there. */
    least: z.int().positive(),
  }),
  outputs: { words: 'arrow', list: 'text' },
  async run({ params, input, outputs, log }) {
    const counts = new Map<string, number>();
    for (const word of input('text')
      .text()
      .toLowerCase()
      .match(/\p{L}+/gu) ?? [])
      counts.set(word, (counts.get(word) ?? 0) + 1);
    const frequent = [...counts].filter(([, count]) => count >= params.least);
    log(`${frequent.length} of ${counts.size} words are frequent`);
    await outputs.writeTable('words', COLUMNS, {
      word: frequent.map(([word]) => word),
      count: frequent.map(([, count]) => count),
    });
    outputs.writeLines(
      'list',
      frequent.map(([word, count]) => `${count} ${word}`),
    );
  },
});
