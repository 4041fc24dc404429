import { type CommandLine, helpPage, parseCommandLine } from '../arguments.ts';
import { EXIT, type Io } from '../io.ts';

export const commandLine: CommandLine = {
  command: 'doctor',
  operandCount: [0, 0],
  summary: 'Checks this machine and this installation.',
  flags: {},
};

export async function run(argv: readonly string[], io: Io): Promise<number> {
  const args = parseCommandLine(commandLine, argv);
  if (args.has('help')) {
    io.stdout.write(helpPage(commandLine));
    return EXIT.done;
  }
  const supported = Number(process.versions.node.split('.')[0]) >= 20;
  io.stdout.write(
    `${supported ? 'ok' : 'fail'} Node ${process.version} on ${process.platform}-${process.arch}\n`,
  );
  return supported ? EXIT.done : EXIT.failed;
}
