import { FORMATS } from '../../corpora/formats.ts';
import { EXIT } from '../io.ts';
import type { DataCommand } from './data-command.ts';

/** `prouie data formats`: the layouts that corpora are read in, with a sample of each. */
export const formats: DataCommand = {
  commandLine: {
    command: 'data formats',
    summary: 'Lists the formats that corpora are read in, with a sample of each.',
    flags: { json: { description: 'as JSON' } },
    operandCount: [0, 0],
  },
  async run({ args, io }) {
    if (args.has('json')) {
      const rows = FORMATS.map(({ name, describe, tasks, sample }) => ({ name, describe, tasks, sample }));
      io.stdout.write(`${JSON.stringify({ schemaVersion: 1, formats: rows })}\n`);
      return EXIT.done;
    }
    const pages = FORMATS.map(({ name, describe, tasks, sample }) => {
      const indented = sample.trimEnd().replace(/^(?=.)/gm, '    ');
      return `${name} (${tasks.join(', ')})\n  ${describe}\n${indented}\n`;
    });
    io.stdout.write(pages.join('\n'));
    return EXIT.done;
  },
};
