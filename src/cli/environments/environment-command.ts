import type { Subcommand, SubcommandWords } from '../subcommands.ts';

interface EnvironmentPlace {
  readonly packageRoot: string;
}

/** What a subcommand of `env` is given. */
export type EnvironmentContext = SubcommandWords & EnvironmentPlace;

/** A subcommand of `env`. */
export type EnvironmentCommand = Subcommand<EnvironmentPlace>;
