import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, symlinkSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { env as inherited } from 'node:process';
import type { Readable } from 'node:stream';
import { z } from 'zod';
import { ProuieError } from '../errors.ts';
import { defineStep, type StepContext } from '../step.ts';

/** A line that grows longer than this is logged in parts, code units. */
const LINE_LIMIT = 1 << 16;

/**
 * Runs any program. In `argv`, `{in:NAME}` stands for the path of an input, `{out:NAME}` for the path where the
 * program must leave an output, `{checkpoints}` for a folder that the next attempt finds as this one left it, and `{{`
 * for a brace. The program runs in an empty folder; what it prints goes to the log as it comes, and what it writes to
 * standard output to the output named by `stdout`, where one is.
 */
export const step = defineStep({
  params: z.strictObject({
    argv: z.array(z.string()).min(1),
    /** The output that takes what the program prints. */
    stdout: z.string().optional(),
    env: z.record(z.string(), z.string()).default({}),
  }),
  outputs: 'declared',
  async run(context) {
    const { argv, env, stdout } = context.params;
    const folder = join(context.folder, 'files');
    mkdirSync(folder, { recursive: true });
    const outputs = new Set<string>(stdout === undefined ? [] : [stdout]);
    const words = argv.map((word) => fillPlaces(context, word, folder, outputs));
    const child = spawn(words[0]!, words.slice(1), {
      cwd: folder,
      env: { ...inherited, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      // Asks the program to end, and no more: it may have a checkpoint to save, and who stopped the node ends what lasts
      // too long.
      signal: context.signal,
    });
    const printing = Promise.all([
      stdout === undefined
        ? logLines(context, child.stdout)
        : keep(child.stdout, join(folder, `out-${stdout}`)),
      logLines(context, child.stderr),
    ]);
    const { how, cause } = await endOf(child, printing);
    if (how !== undefined) {
      throw new ProuieError('PROUIE_COMMAND_FAILED', `${words[0]} ended with ${how}.`, {
        hint: `It was called as: ${words.join(' ')}`,
        cause,
      });
    }
    for (const output of outputs) {
      const path = join(folder, `out-${output}`);
      if (!existsSync(path)) {
        throw new ProuieError(
          'PROUIE_OUTPUT_MISSING',
          `${words[0]} ended well, but left no output "${output}" at {out:${output}}.`,
          { hint: 'Check the command.' },
        );
      }
      context.outputs.adopt(output, path);
    }
  },
});

/** Logs what a program prints, line by line as it comes. */
async function logLines(context: StepContext<unknown>, stream: Readable): Promise<void> {
  let line = '';
  for await (const chunk of stream.setEncoding('utf8')) {
    line += chunk;
    const end = line.length > LINE_LIMIT ? line.length : line.lastIndexOf('\n');
    if (end < 0) continue;
    context.log(line.slice(0, end));
    line = line.slice(end + 1);
  }
  if (line !== '') context.log(line);
}

/** Writes what a program prints to a file, before more of it is read. */
async function keep(stream: AsyncIterable<Buffer>, path: string): Promise<void> {
  const file = openSync(path, 'w');
  try {
    for await (const chunk of stream) {
      for (let done = 0; done < chunk.length; ) done += writeSync(file, chunk, done);
    }
  } finally {
    closeSync(file);
  }
}

/** How a program ended badly: its exit code, what killed it, or why it did not start. */
interface End {
  readonly how?: string;
  readonly cause?: unknown;
}

/**
 * Waits until a program has ended and nobody can print in its name any more.
 *
 * @throws what its printing was lost to
 */
async function endOf(child: ChildProcess, printing: Promise<unknown>): Promise<End> {
  let cause: Error | undefined;
  child.on('error', (error) => {
    cause = error;
  });
  const [end] = await Promise.all([
    new Promise<End>((resolve) => {
      child.on('close', (code, signal) => {
        if (code === 0) resolve({});
        else if (child.pid === undefined) resolve({ how: cause?.message ?? 'could not be started', cause });
        else resolve({ how: signal ?? `exit code ${code}`, cause });
      });
    }),
    printing,
  ]);
  return end;
}

function fillPlaces(
  context: StepContext<unknown>,
  word: string,
  folder: string,
  outputs: Set<string>,
): string {
  return word.replace(
    /\{\{|\{checkpoints\}|\{(in|out):([^}]+)\}/g,
    (place, kind: string | undefined, name: string) => {
      if (kind === undefined) return place === '{{' ? '{' : context.checkpoints;
      if (kind === 'out') {
        outputs.add(name);
        return join(folder, `out-${name}`);
      }
      const input = context.input(name);
      if (input.files.length === 0) return input.path;
      const laidOut = join(folder, `in-${name}`);
      if (existsSync(laidOut)) return laidOut;
      for (const path of input.files) {
        mkdirSync(dirname(join(laidOut, path)), { recursive: true });
        symlinkSync(input.file(path), join(laidOut, path));
      }
      return laidOut;
    },
  );
}
