import { didYouMean } from '../../suggest.ts';
import { type CommandLine, helpPage, parseCommandLine, usageError } from '../arguments.ts';
import type { CommandDirectory, CommandHost } from '../command-host.ts';
import { findCandidates } from '../completion/candidates.ts';
import { knowledgeOf } from '../completion/knowledge.ts';
import { COMPLETION_SCRIPTS, SHELLS, type Shell } from '../completion/scripts.ts';
import { EXIT, type Io } from '../io.ts';

export const commandLine: CommandLine = {
  command: 'completion',
  operands: 'SHELL',
  operandCount: [1, 1],
  summary: `Prints what makes a shell (${SHELLS.join(', ')}) complete commands, flags, and the names of nodes, variants, runs and data sets.`,
  flags: {},
};

export async function run(
  argv: readonly string[],
  io: Io,
  host: CommandHost & CommandDirectory,
): Promise<number> {
  // Shells ask by `completion words -- WORD...`, the word at the cursor last.
  if (argv[0] === 'words' && argv[1] === '--') {
    const words = argv.slice(2);
    for (const { value, description } of await findCandidates(words, await knowledgeOf(words, io, host)))
      io.stdout.write(`${value}\t${description}\n`);
    return EXIT.done;
  }
  const args = parseCommandLine(commandLine, argv);
  if (args.has('help')) {
    io.stdout.write(helpPage(commandLine));
    return EXIT.done;
  }
  const shell = args.operands[0]!;
  if (!Object.hasOwn(COMPLETION_SCRIPTS, shell))
    throw usageError(
      'completion',
      `There is no completion for "${shell}".`,
      didYouMean(shell, SHELLS) ?? `Known shells: ${SHELLS.join(', ')}.`,
    );
  io.stdout.write(COMPLETION_SCRIPTS[shell as Shell]);
  return EXIT.done;
}
