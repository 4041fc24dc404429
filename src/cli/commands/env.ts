import { didYouMean } from '../../suggest.ts';
import { type CommandLine, helpPage, parseCommandLine, usageError } from '../arguments.ts';
import type { CommandHost } from '../command-host.ts';
import { check } from '../environments/check.ts';
import { create } from '../environments/create.ts';
import type { EnvironmentCommand } from '../environments/environment-command.ts';
import { list } from '../environments/list.ts';
import { EXIT, type Io } from '../io.ts';

const SUBCOMMANDS: Readonly<Record<string, EnvironmentCommand>> = { create, list, check };

export const commandLine: CommandLine = {
  command: 'env',
  operands: Object.keys(SUBCOMMANDS).join('|'),
  summary: `Makes, lists and checks the Python environments of trainers.\n\n${subcommandList()}`,
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
      'env',
      `\`prouie env\` has no subcommand "${name}".`,
      didYouMean(name, Object.keys(SUBCOMMANDS)),
    );
  }
  const command = SUBCOMMANDS[name]!;
  const args = parseCommandLine(command.commandLine, rest);
  if (args.has('help')) {
    io.stdout.write(helpPage(command.commandLine));
    return EXIT.done;
  }
  return command.run({ args, io, packageRoot: host.packageRoot });
}

function subcommandList(): string {
  const rows = Object.entries(SUBCOMMANDS).map(
    ([name, { commandLine: line }]) => `  ${name.padEnd(8)}  ${line.summary.split('\n')[0]}`,
  );
  return rows.join('\n');
}
