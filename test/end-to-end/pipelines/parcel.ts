import { defineStep } from 'prouie';
import { z } from 'zod';

/** Writes content of some size in every way that a step may write: a text, lines, a folder, and a log. */
export const step = defineStep({
  params: z.strictObject({ name: z.string(), bytes: z.int() }),
  outputs: { text: 'text', lines: 'text', folder: 'directory' },
  run({ params: { name, bytes }, log, outputs, random }) {
    const draw = random('content');
    const content = (): string =>
      Array.from({ length: Math.ceil(bytes / 8) }, () =>
        draw
          .below(2 ** 32)
          .toString(16)
          .padStart(8, '0'),
      ).join('');
    log(name);
    outputs.writeText('text', name + content());
    outputs.writeLines('lines', [name, content(), content()]);
    const folder = outputs.directory('folder');
    folder.writeText('a.txt', content() + name);
    folder.writeText('deep/b.txt', name);
  },
});
