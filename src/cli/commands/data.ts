import { didYouMean } from '../../suggest.ts';
import { type CommandLine, helpPage, parseCommandLine, usageError } from '../arguments.ts';
import type { CommandHost } from '../command-host.ts';
import { readCards } from '../corpus-files.ts';
import { ceiling } from '../data/ceiling.ts';
import { check } from '../data/check.ts';
import type { DataCommand } from '../data/data-command.ts';
import { formats } from '../data/formats.ts';
import { importData } from '../data/import.ts';
import { list } from '../data/list.ts';
import { stats } from '../data/stats.ts';
import { EXIT, type Io } from '../io.ts';

const SUBCOMMANDS: Readonly<Record<string, DataCommand>> = {
  list,
  import: importData,
  check,
  stats,
  ceiling,
  formats,
};

export const commandLine: CommandLine = {
  command: 'data',
  operands: Object.keys(SUBCOMMANDS).join('|'),
  summary: `Lists, imports, checks and counts corpora.\n\n${subcommandList()}`,
  flags: {},
};

/** The command lines of the subcommands. */
export const commandLines: readonly CommandLine[] = Object.values(SUBCOMMANDS).map(
  (command) => command.commandLine,
);

export async function run(argv: readonly string[], io: Io, host: CommandHost): Promise<number> {
  const [name, ...rest] = argv;
  if (name === undefined || name === '--help' || name === '-h') {
    (name === undefined ? io.stderr : io.stdout).write(helpPage(commandLine));
    return name === undefined ? EXIT.usage : EXIT.done;
  }
  if (!Object.hasOwn(SUBCOMMANDS, name)) {
    throw usageError(
      'data',
      `\`prouie data\` has no subcommand "${name}".`,
      didYouMean(name, Object.keys(SUBCOMMANDS)),
    );
  }
  const command = SUBCOMMANDS[name]!;
  const args = parseCommandLine(command.commandLine, rest);
  if (args.has('help')) {
    io.stdout.write(helpPage(command.commandLine));
    return EXIT.done;
  }
  return command.run({ args, io, cards: readCards(host.packageRoot) });
}

function subcommandList(): string {
  const rows = Object.entries(SUBCOMMANDS).map(
    ([name, { commandLine: line }]) => `  ${name.padEnd(8)}  ${line.summary.split('\n')[0]}`,
  );
  return rows.join('\n');
}
