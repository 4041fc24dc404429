import { createInterface } from 'node:readline';
import { execa } from 'execa';

/** How a call of an installer ended. */
export interface InstallerEnd {
  readonly failed: boolean;
  /** Its last lines, of both streams. */
  readonly lines: readonly string[];
}

const KEPT_LINES = 200;

/** Runs pip, uv or venv with the caller's whole environment: the index, its credentials and proxies are the user's. */
export async function runInstaller(
  [program, ...words]: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  onLine: (line: string) => void,
): Promise<InstallerEnd> {
  const child = execa(program!, words, {
    env: { ...env, PIP_DISABLE_PIP_VERSION_CHECK: '1', PYTHONUNBUFFERED: '1' },
    extendEnv: false,
    stdin: 'ignore',
    all: true,
    buffer: false,
    reject: false,
  });
  const lines: string[] = [];
  const take = (line: string): void => {
    if (line.trim() === '') return;
    lines.push(line);
    if (lines.length > KEPT_LINES) lines.shift();
    onLine(line);
  };
  createInterface({ input: child.all }).on('line', take);
  const { failed, originalMessage, exitCode } = await child;
  if (failed && exitCode === undefined) take(originalMessage ?? 'it could not be started');
  return { failed, lines };
}
