import type { CommandLine } from '../arguments.ts';
import type { CommandHost } from '../command-host.ts';
import { readCards } from '../corpus-files.ts';
import { ceiling } from '../data/ceiling.ts';
import { check } from '../data/check.ts';
import type { DataCommand } from '../data/data-command.ts';
import { formats } from '../data/formats.ts';
import { importData } from '../data/import.ts';
import { list } from '../data/list.ts';
import { stats } from '../data/stats.ts';
import type { Io } from '../io.ts';
import { lineOfSubcommands, runSubcommand } from '../subcommands.ts';

const SUBCOMMANDS: Readonly<Record<string, DataCommand>> = {
  list,
  import: importData,
  check,
  stats,
  ceiling,
  formats,
};

export const commandLine = lineOfSubcommands(
  'data',
  'Lists, imports, checks and counts corpora.',
  SUBCOMMANDS,
);

/** The command lines of the subcommands. */
export const commandLines: readonly CommandLine[] = Object.values(SUBCOMMANDS).map(
  (command) => command.commandLine,
);

export async function run(argv: readonly string[], io: Io, { packageRoot }: CommandHost): Promise<number> {
  return runSubcommand(commandLine, SUBCOMMANDS, argv, io, () => ({ cards: readCards(packageRoot) }));
}
