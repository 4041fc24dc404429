import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { RunCommand } from '../../src/cli/io.ts';

/** What a command left behind: its exit code or the error it threw, and its two streams. */
export interface CommandRun {
  readonly code: number | undefined;
  readonly error: unknown;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command with real streams. `input` is what standard input holds, in the chunks given. */
export async function runCommand(
  run: RunCommand,
  argv: readonly string[],
  input: string | Uint8Array | readonly (string | Uint8Array)[] = '',
  cwd: string = process.cwd(),
): Promise<CommandRun> {
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const written = [text(stdout), text(stderr)] as const;
  const chunks = typeof input === 'string' || input instanceof Uint8Array ? [input] : input;
  const stdin = Readable.from(
    chunks.map((chunk) => (typeof chunk === 'string' ? Buffer.from(chunk) : chunk)),
  );
  let code: number | undefined;
  let error: unknown;
  try {
    code = await run(argv, { stdin, stdout, stderr, cwd, env: {} });
  } catch (cause) {
    error = cause;
  }
  stdout.end();
  stderr.end();
  return { code, error, stdout: await written[0], stderr: await written[1] };
}

/** The lines of a JSONL output. */
export function jsonLines(output: string): readonly Record<string, unknown>[] {
  return output
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

export function toJsonLines(records: Iterable<unknown>): string {
  return [...records].map((record) => `${JSON.stringify(record)}\n`).join('');
}
