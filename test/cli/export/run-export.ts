import { Readable, Writable } from 'node:stream';
import { run } from '../../../src/cli/commands/export.ts';

/** Runs `prouie export` with streams that are kept. */
export async function runExport(
  argv: readonly string[],
  { cwd, env = {} }: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> },
): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  const io = { stdin: Readable.from([]), stdout: collect(out), stderr: collect(err), cwd, env };
  const code = await run(argv, io, { packageRoot: process.cwd() });
  return { code, out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString() };
}

function collect(chunks: Buffer[]): Writable {
  return new Writable({
    write(chunk, _encoding, done) {
      chunks.push(Buffer.from(chunk));
      done();
    },
  });
}
