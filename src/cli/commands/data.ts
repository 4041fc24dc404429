import { join, resolve } from 'node:path';
import { ProuieError } from '../../errors.ts';
import { isFile, isFolder } from '../../store/file-kind.ts';
import type { CommandLine, ParsedArguments } from '../arguments.ts';
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
  return runSubcommand(commandLine, SUBCOMMANDS, argv, io, (args) => {
    const ofPaper = readCards(packageRoot);
    const own = ownCards(args, io.cwd);
    return { ofPaper, cards: own === undefined ? ofPaper : readCards(packageRoot, own) };
  });
}

/**
 * The folder of cards besides those of the package.
 *
 * @throws ProuieError PROUIE_DATA_FOLDER where `--cards` names none
 */
function ownCards(args: ParsedArguments, cwd: string): string | undefined {
  const named = args.value('cards');
  const folder = resolve(cwd, named ?? 'cards');
  if (named === undefined) return isFile(join(cwd, 'pipeline.ts')) && isFolder(folder) ? folder : undefined;
  if (isFolder(folder)) return folder;
  throw new ProuieError('PROUIE_DATA_FOLDER', `There is no folder ${named}.`, {
    hint: 'Name the folder that holds the cards with --cards DIR.',
  });
}
