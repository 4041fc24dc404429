import { resolve } from 'node:path';
import { ProuieError } from '../../errors.ts';
import { executeAttempt, StepMemory } from '../../runner/execute.ts';
import { type CommandLine, helpPage, parseCommandLine } from '../arguments.ts';
import { formatError } from '../error-text.ts';
import { EXIT, type Io } from '../io.ts';
import { terminalOf } from '../terminal.ts';

export const commandLine: CommandLine = {
  command: 'exec',
  operands: 'FOLDER',
  operandCount: [1, 1],
  summary:
    'Runs the attempt that lies prepared in a folder of the store, and leaves exit.json there. Executors call it.',
  flags: {},
};

export async function run(argv: readonly string[], io: Io): Promise<number> {
  const args = parseCommandLine(commandLine, argv);
  if (args.has('help')) {
    io.stdout.write(helpPage(commandLine));
    return EXIT.done;
  }
  const controller = new AbortController();
  process.once('SIGTERM', () => controller.abort());
  const exit = await executeAttempt(resolve(io.cwd, args.operands[0]!), {
    signal: controller.signal,
    onProgress: () => undefined,
    memory: new StepMemory(),
  });
  if (exit.ok) return EXIT.done;
  const { code, message, hint, location } = exit.failure!;
  io.stderr.write(
    formatError(new ProuieError(code, message, { hint, location }), terminalOf(io.stderr, io), false),
  );
  return EXIT.failed;
}
