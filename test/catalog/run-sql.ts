import { Readable, Writable } from 'node:stream';
import { run } from '../../src/cli/commands/sql.ts';
import type { Io } from '../../src/cli/io.ts';

export interface Session {
  readonly cwd: string;
  readonly stdin?: string;
  readonly terminal?: boolean;
  /** Whether what comes out goes elsewhere, though somebody sits at the terminal. */
  readonly piped?: boolean;
  readonly env?: Io['env'];
}

/** Runs `prouie sql` with streams that are kept. */
export async function runSql(
  argv: readonly string[],
  { cwd, stdin = '', terminal = false, piped = false, env = {} }: Session,
): Promise<{ readonly code: number; readonly out: Buffer; readonly err: string }> {
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  const io: Io = {
    stdin: Object.assign(Readable.from([stdin]), { isTTY: terminal }),
    stdout: Object.assign(collect(out), { isTTY: terminal && !piped }),
    stderr: collect(err),
    cwd,
    env,
  };
  const code = await run(argv, io, { packageRoot: process.cwd() });
  return { code, out: Buffer.concat(out), err: Buffer.concat(err).toString() };
}

function collect(chunks: Buffer[]): Writable {
  return new Writable({
    write(chunk, _encoding, done) {
      chunks.push(Buffer.from(chunk));
      done();
    },
  });
}
