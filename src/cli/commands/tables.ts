import { ProuieError } from '../../errors.ts';
import { openSession } from '../../runner/plan/session.ts';
import { didYouMean } from '../../suggest.ts';
import { TABLE_IDS, TABLES } from '../../tables/all-tables.ts';
import { renderCsv } from '../../tables/csv.ts';
import { renderJson } from '../../tables/json.ts';
import { renderLatex } from '../../tables/latex.ts';
import { renderLatexMacros } from '../../tables/latex-macros.ts';
import { renderMarkdown } from '../../tables/markdown.ts';
import { renderText } from '../../tables/text.ts';
import { type CommandLine, choiceFlag, runCommand } from '../arguments.ts';
import type { CommandHost } from '../command-host.ts';
import { figureHint } from '../figure-hint.ts';
import { EXIT } from '../io.ts';
import { oldTablesText, readTables, tableNotMade } from '../made-tables.ts';
import { GRAPH_FLAGS, workspaceFrom } from '../node-flags.ts';
import { terminalOf } from '../terminal.ts';

export const commandLine: CommandLine = {
  command: 'tables',
  operands: '[TABLE...]',
  summary: `Prints tables as they were last made, beside the paper's numbers.\n\nTables:\n${listTables()}`,
  flags: {
    ...GRAPH_FLAGS,
    format: {
      value: 'FORMAT',
      description: 'text (default), markdown, csv, latex, macros (a LaTeX macro a number) or json',
    },
    scorer: { value: 'NAME', description: 'the scorer profile behind F1 (default: the one of the profile)' },
    ci: { description: 'print 95 % intervals and the significance of differences' },
    json: { description: 'the same as --format json' },
    color: { value: 'WHEN', description: 'always, never or auto' },
  },
};

export const run = runCommand(commandLine, async (args, io, host: CommandHost) => {
  const wanted = args.operands.length === 0 ? TABLE_IDS : args.operands.map(tableId);
  const format = args.has('json')
    ? 'json'
    : (choiceFlag(args, 'tables', 'format', ['text', 'markdown', 'csv', 'latex', 'macros', 'json']) ??
      'text');
  const session = await openSession(workspaceFrom(args, io, host.packageRoot));
  const exactly = args.has('set') || args.has('data');
  const { tables, old, missing } = readTables(session, wanted, { scorer: args.value('scorer'), exactly });
  if (missing[0] !== undefined) throw tableNotMade(missing[0], session.workspace.profile, exactly);
  const options = { intervals: args.has('ci') };
  const terminal = terminalOf(io.stdout, io, args.value('color'));
  if (format === 'json') io.stdout.write(renderJson(tables));
  else if (format === 'csv') io.stdout.write(renderCsv(tables));
  else if (format === 'markdown')
    io.stdout.write(tables.map((table) => renderMarkdown(table, options)).join('\n'));
  else if (format === 'latex') io.stdout.write(tables.map((table) => renderLatex(table, options)).join('\n'));
  else if (format === 'macros') io.stdout.write(renderLatexMacros(tables));
  else
    io.stdout.write(
      tables
        .map((table) => renderText(table, { ...options, width: terminal.width, color: terminal.colour }))
        .join('\n'),
    );
  if (old.length > 0) io.stderr.write(oldTablesText(old));
  return EXIT.done;
});

function listTables(): string {
  const width = Math.max(...TABLE_IDS.map((id) => id.length));
  return TABLES.map(({ id, summary }) => `  ${id.padEnd(width)}  ${summary}`).join('\n');
}

function tableId(word: string): string {
  const id = word.replace(/^table[-/ ]?/i, '');
  if (TABLE_IDS.includes(id)) return id;
  throw new ProuieError('PROUIE_TABLE_UNKNOWN', `There is no table "${word}".`, {
    hint: figureHint(word) ?? didYouMean(id, TABLE_IDS) ?? `Known tables: ${TABLE_IDS.join(', ')}.`,
  });
}
