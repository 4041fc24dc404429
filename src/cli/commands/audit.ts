import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { auditJson } from '../../tables/audit/audit-json.ts';
import { checkItems, selectItems } from '../../tables/audit/audit-report.ts';
import { auditMarkdown, auditText } from '../../tables/audit/audit-text.ts';
import { readSources } from '../../tables/audit/sources.ts';
import { readAudit } from '../../tables/audit.ts';
import { readPublished } from '../../tables/published.ts';
import { type CommandLine, runCommand, usageError } from '../arguments.ts';
import type { CommandHost } from '../command-host.ts';
import { EXIT } from '../io.ts';
import { writeText } from '../output.ts';
import { terminalOf } from '../terminal.ts';

export const commandLine: CommandLine = {
  command: 'audit',
  operands: '[ID...]',
  summary:
    "Recomputes the paper's own figures: what it says, what follows by arithmetic, the difference, and a verdict.",
  flags: {
    json: { description: 'one object with all checks' },
    markdown: { description: 'a section of a page' },
  },
};

/** Always ends well: a paper that disagrees with itself is a finding, and no failure. */
export const run = runCommand(commandLine, async (args, io, { packageRoot }: CommandHost) => {
  if (args.has('json') && args.has('markdown'))
    throw usageError('audit', '--json and --markdown do not go together.');
  const read = <T>(name: string, reader: (content: unknown, file: string) => T): T => {
    const file = join(packageRoot, 'papers', 'prouie', name);
    return reader(parse(readFileSync(file, 'utf8')), file);
  };
  const items = selectItems(read('audit.yaml', readAudit), args.operands);
  const checked = checkItems(items, {
    published: read('published.yaml', readPublished),
    sources: read('sources.yaml', readSources),
  });
  const text = args.has('json')
    ? auditJson(checked)
    : args.has('markdown')
      ? auditMarkdown(checked)
      : auditText(checked, terminalOf(io.stdout, io).width);
  await writeText(io.stdout, text);
  return EXIT.done;
});
