import { openSession } from '../../runner/session.ts';
import { unreachedBlobs } from '../../store/gc.ts';
import { type CommandLine, helpPage, parseCommandLine } from '../arguments.ts';
import { EXIT, type Io } from '../io.ts';
import type { CommandHost } from '../main.ts';
import { GRAPH_FLAGS, workspaceFrom } from '../node-flags.ts';

export const commandLine: CommandLine = {
  command: 'gc',
  operandCount: [0, 0],
  summary: 'Says what the store can give back.',
  flags: GRAPH_FLAGS,
};

export async function run(argv: readonly string[], io: Io, host: CommandHost): Promise<number> {
  const args = parseCommandLine(commandLine, argv);
  if (args.has('help')) {
    io.stdout.write(helpPage(commandLine));
    return EXIT.done;
  }
  const { workspace, state } = await openSession(workspaceFrom(args, io, host.packageRoot));
  const blobs = unreachedBlobs(
    workspace.store,
    state.nodes.map((node) => node.key),
  );
  io.stdout.write(`${blobs.length} blobs are reached by no node\n`);
  return EXIT.done;
}
