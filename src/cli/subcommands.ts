import { didYouMean } from '../suggest.ts';
import { type CommandLine, helpPage, type ParsedArguments, runCommand, usageError } from './arguments.ts';
import { EXIT, type Io } from './io.ts';

/** What the second word of a command names: `list` in `prouie data list`. */
export interface Subcommand<Context> {
  readonly commandLine: CommandLine;
  /** @returns the exit code */
  run(context: SubcommandWords & Context): Promise<number>;
}

export interface SubcommandWords {
  readonly args: ParsedArguments;
  readonly io: Io;
}

/** The command line of a command that has subcommands. */
export function lineOfSubcommands<Context>(
  command: string,
  summary: string,
  subcommands: Readonly<Record<string, Subcommand<Context>>>,
): CommandLine {
  const rows = Object.entries(subcommands).map(
    ([name, { commandLine }]) => `  ${name.padEnd(8)}  ${commandLine.summary.split('\n')[0]}`,
  );
  return {
    command,
    operands: Object.keys(subcommands).join('|'),
    summary: `${summary}\n\n${rows.join('\n')}`,
    flags: {},
  };
}

/**
 * Runs the subcommand that the first word names.
 *
 * @param context what it is given besides its words
 * @throws ProuieError PROUIE_USAGE for a word that names none, with the nearest that does
 */
export async function runSubcommand<Context>(
  line: CommandLine,
  subcommands: Readonly<Record<string, Subcommand<Context>>>,
  argv: readonly string[],
  io: Io,
  context: (args: ParsedArguments) => Context,
): Promise<number> {
  const [name, ...rest] = argv;
  if (name === undefined || name === '--help' || name === '-h') {
    (name === undefined ? io.stderr : io.stdout).write(helpPage(line));
    return name === undefined ? EXIT.usage : EXIT.done;
  }
  if (!Object.hasOwn(subcommands, name)) {
    throw usageError(
      line.command,
      `\`prouie ${line.command}\` has no subcommand "${name}".`,
      didYouMean(name, Object.keys(subcommands)),
    );
  }
  const subcommand = subcommands[name]!;
  const run = runCommand(subcommand.commandLine, (args) => subcommand.run({ args, io, ...context(args) }));
  return run(rest, io);
}
