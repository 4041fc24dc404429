import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { main } from '../../src/cli/main.ts';
import { type Caller, type Ended, packageRoot, type ToldNode, toldNodes } from './prouie.ts';

/**
 * Calls `prouie` within this process, which saves its start: for what a command says, where the test is not about the
 * process itself. What is loaded on demand comes from the installation, the rest from this repository.
 */
export async function prouieHere(
  { cwd, env, installation = packageRoot }: Omit<Caller, 'user'>,
  ...words: readonly string[]
): Promise<Ended> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const written = Promise.all([text(stdout), text(stderr)]);
  const { PROUIE_STORE, PROUIE_REMOTE, NO_COLOR, FORCE_COLOR, ...rest } = process.env;
  const io = { stdin: Readable.from([]), stdout, stderr, cwd, env: { ...rest, ...env } };
  const code = await main(words, io, installation);
  stdout.end();
  stderr.end();
  const [out, error] = await written;
  return { code, signal: undefined, stdout: out, stderr: error };
}

export async function statusHere(
  caller: Omit<Caller, 'user'>,
  ...words: readonly string[]
): Promise<ReadonlyMap<string, ToldNode>> {
  return toldNodes(await prouieHere(caller, 'status', '--json', ...words));
}
