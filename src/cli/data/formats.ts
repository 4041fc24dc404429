import { FORMATS } from '../../corpora/all-formats.ts';
import { EXIT } from '../io.ts';
import { printReport } from '../json-report.ts';
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
      const rows = FORMATS.map(({ name, describe, tasks, sample, beside }) => {
        return { name, describe, tasks, sample, ...(beside === undefined ? {} : { beside }) };
      });
      printReport(io, { formats: rows });
      return EXIT.done;
    }
    const pages = FORMATS.map(({ name, describe, tasks, sample, beside }) => {
      const others = Object.entries(beside ?? {}).map(([file, text]) => `  ${file}\n${indented(text)}`);
      return `${name} (${tasks.join(', ')})\n  ${describe}\n${[indented(sample), ...others].join('\n')}\n`;
    });
    io.stdout.write(pages.join('\n'));
    return EXIT.done;
  },
};

function indented(text: string): string {
  return text.trimEnd().replace(/^(?=.)/gm, '    ');
}
