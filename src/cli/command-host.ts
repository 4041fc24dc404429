import type { CommandLine } from './arguments.ts';
import type { Io } from './io.ts';

/** What a command is given besides its words. */
export interface CommandHost {
  readonly packageRoot: string;
}

/** All commands, for the one that completes words. */
export interface CommandDirectory {
  /** Summaries by name. */
  commands(): Promise<ReadonlyMap<string, string>>;
  /** @throws ProuieError PROUIE_USAGE where there is no such command */
  load(command: string): Promise<CommandModule>;
}

export interface CommandModule {
  readonly commandLine: CommandLine;
  /** Those of its subcommands, where it has some. */
  readonly commandLines?: readonly CommandLine[];
  run(argv: readonly string[], io: Io, host: CommandHost & CommandDirectory): Promise<number>;
}
