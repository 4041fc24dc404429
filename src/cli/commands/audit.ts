import { auditJson } from '../../tables/audit/audit-json.ts';
import { auditMarkdown, auditText } from '../../tables/audit/audit-text.ts';
import { type CommandLine, runCommand, usageError } from '../arguments.ts';
import { makeAuditChecks } from '../audit-checks.ts';
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
  const checked = makeAuditChecks(packageRoot, args.operands);
  const text = args.has('json')
    ? auditJson(checked)
    : args.has('markdown')
      ? auditMarkdown(checked)
      : auditText(checked, terminalOf(io.stdout, io).width);
  await writeText(io.stdout, text);
  return EXIT.done;
});
