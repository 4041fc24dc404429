import type { Card } from '../../corpora/card.ts';
import type { CommandLine, ParsedArguments } from '../arguments.ts';
import type { Io } from '../io.ts';

/** What a subcommand of `data` is given. */
export interface DataContext {
  readonly args: ParsedArguments;
  readonly io: Io;
  readonly cards: readonly Card[];
}

/** A subcommand of `data`. */
export interface DataCommand {
  readonly commandLine: CommandLine;
  /** @returns the exit code */
  run(context: DataContext): Promise<number>;
}
