import { listBlobs } from '../../store/verify.ts';
import { type CommandLine, helpPage, parseCommandLine } from '../arguments.ts';
import { EXIT, type Io } from '../io.ts';
import type { CommandHost } from '../main.ts';
import { GRAPH_FLAGS, workspaceFrom } from '../node-flags.ts';

export const commandLine: CommandLine = {
  command: 'verify',
  operandCount: [0, 0],
  summary: 'Hashes all content again and sets aside what is broken.',
  flags: { store: GRAPH_FLAGS.store },
};

export async function run(argv: readonly string[], io: Io, host: CommandHost): Promise<number> {
  const args = parseCommandLine(commandLine, argv);
  if (args.has('help')) {
    io.stdout.write(helpPage(commandLine));
    return EXIT.done;
  }
  const { store } = workspaceFrom(args, io, host.packageRoot);
  const digests = listBlobs(store);
  const broken = digests.filter((digest) => !store.verifyBlob(digest));
  for (const digest of broken)
    io.stdout.write(`broken ${digest}, now ${store.setAside(store.blobPath(digest))}\n`);
  io.stdout.write(`${digests.length} blobs, ${broken.length} broken\n`);
  return broken.length > 0 ? EXIT.failed : EXIT.done;
}
