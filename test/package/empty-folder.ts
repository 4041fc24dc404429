import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

export const packageRoot = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** A folder outside the repository, in which commands are typed as in a terminal. */
export interface EmptyFolder {
  readonly path: string;
  /** @returns the exit code, and both streams together */
  type(
    commands: string,
    env?: Readonly<Record<string, string>>,
  ): { readonly code: number | null; readonly output: string };
}

/** @param name the folder's own name; it is removed when the test ends */
function emptyFolder(name: string): EmptyFolder {
  const above = mkdtempSync(join(tmpdir(), 'prouie-package-'));
  onTestFinished(() => rmSync(above, { recursive: true, force: true }));
  const path = join(above, name);
  const programs = join(above, 'programs');
  for (const folder of [path, programs]) mkdirSync(folder);
  // What `npm link` makes of bin/prouie.js.
  writeFileSync(join(programs, 'prouie'), `#!/bin/sh\nexec node "${packageRoot}/bin/prouie.js" "$@"\n`);
  chmodSync(join(programs, 'prouie'), 0o755);
  return {
    path,
    type: (commands, env = {}) => {
      const { status, stdout } = spawnSync('sh', ['-e', '-c', `exec 2>&1\n${commands}`], {
        cwd: path,
        encoding: 'utf8',
        maxBuffer: 1 << 26,
        env: { ...plainEnvironment(), PATH: `${programs}:${process.env['PATH']}`, ...env },
      });
      return { code: status, output: stdout };
    },
  };
}

/** The environment without what npm, vitest or a user's settings put into it. */
function plainEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) =>
        !/^(npm_(?!config_(registry|cache)$)|VITEST|PROUIE_|FORCE_COLOR|NO_COLOR|NODE_)/i.test(name),
    ),
  );
}

/** An example in a folder of its own, with this package linked as npm links one. */
export function copyExample(name: string): EmptyFolder {
  const folder = emptyFolder(name);
  const source = join(packageRoot, 'examples', name);
  for (const part of readdirSync(source).filter((entry) => entry !== '.prouie' && entry !== 'results'))
    cpSync(join(source, part), join(folder.path, part), { recursive: true });
  mkdirSync(join(folder.path, 'node_modules'));
  symlinkSync(packageRoot, join(folder.path, 'node_modules', 'prouie'));
  return folder;
}
