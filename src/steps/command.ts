import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { z } from 'zod';
import { ProuieError } from '../errors.ts';
import { defineStep, type StepContext } from '../step.ts';

/**
 * Runs any program. In `argv`, `{in:NAME}` stands for the path of an input, `{out:NAME}` for the path where the
 * program must leave an output, `{checkpoints}` for a folder that the next attempt finds as this one left it, and `{{`
 * for a brace. The program runs in an empty folder, and everything that it
 * writes to standard output goes to the log, or to the output named by `stdout`.
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
    const [program, ...rest] = words;
    const result = await execa(program!, rest, {
      cwd: folder,
      env,
      stdin: 'ignore',
      reject: false,
      all: true,
      cancelSignal: context.signal,
      // It may have a checkpoint to save; who stopped the node ends what lasts too long.
      forceKillAfterDelay: false,
      encoding: 'utf8',
      stripFinalNewline: false,
      ...(stdout === undefined ? {} : { stdout: ['pipe', { file: join(folder, `out-${stdout}`) }] }),
    });
    if (stdout === undefined ? result.all : result.stderr)
      context.log(String(stdout === undefined ? result.all : result.stderr).trimEnd());
    if (result.failed) {
      const how =
        result.exitCode === undefined
          ? (result.signal ?? result.originalMessage ?? 'could not be started')
          : `exit code ${result.exitCode}`;
      throw new ProuieError('PROUIE_COMMAND_FAILED', `${program} ended with ${how}.`, {
        hint: `It was called as: ${words.join(' ')}`,
        cause: result.cause,
      });
    }
    for (const output of outputs) {
      const path = join(folder, `out-${output}`);
      if (!existsSync(path)) {
        throw new ProuieError(
          'PROUIE_OUTPUT_MISSING',
          `${program} ended well, but left no output "${output}" at {out:${output}}.`,
          { hint: 'Check the command.' },
        );
      }
      context.outputs.adopt(output, path);
    }
  },
});

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
