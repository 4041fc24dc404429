import type { CommandLine } from '../arguments.ts';
import type { CommandHost } from '../command-host.ts';
import { check } from '../environments/check.ts';
import { create } from '../environments/create.ts';
import type { EnvironmentCommand } from '../environments/environment-command.ts';
import { list } from '../environments/list.ts';
import type { Io } from '../io.ts';
import { lineOfSubcommands, runSubcommand } from '../subcommands.ts';

const SUBCOMMANDS: Readonly<Record<string, EnvironmentCommand>> = { create, list, check };

export const commandLine = lineOfSubcommands(
  'env',
  'Makes, lists and checks the Python environments of trainers.',
  SUBCOMMANDS,
);

/** The command lines of the subcommands. */
export const commandLines: readonly CommandLine[] = Object.values(SUBCOMMANDS).map(
  (command) => command.commandLine,
);

export async function run(argv: readonly string[], io: Io, { packageRoot }: CommandHost): Promise<number> {
  return runSubcommand(commandLine, SUBCOMMANDS, argv, io, () => ({ packageRoot }));
}
