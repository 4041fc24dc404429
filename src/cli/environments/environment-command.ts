import type { CommandLine, ParsedArguments } from '../arguments.ts';
import type { Io } from '../io.ts';

/** What a subcommand of `env` is given. */
export interface EnvironmentContext {
  readonly args: ParsedArguments;
  readonly io: Io;
  readonly packageRoot: string;
}

/** A subcommand of `env`. */
export interface EnvironmentCommand {
  readonly commandLine: CommandLine;
  /** @returns the exit code */
  run(context: EnvironmentContext): Promise<number>;
}
