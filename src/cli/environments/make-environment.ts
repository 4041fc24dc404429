import { existsSync, renameSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  ENVIRONMENT_MARKER,
  type EnvironmentMarker,
  environmentFolder,
  interpreterIn,
  readMarker,
} from '../../engines/python/environment-folder.ts';
import { ProuieError } from '../../errors.ts';
import { makeFolder } from '../../store/folders.ts';
import { formatBytes } from '../terminal.ts';
import { claimFolder } from './claim.ts';
import { installerFailure } from './installer-failure.ts';
import type { Interpreter } from './interpreter.ts';
import type { Recipe } from './recipe.ts';
import { runInstaller } from './run-installer.ts';

export interface MakeOrder {
  readonly recipe: Recipe;
  /** The folder of all environments. */
  readonly root: string;
  readonly interpreter: Interpreter;
  /** `uv` installs faster, `pip` comes with Python. */
  readonly installer: 'pip' | 'uv';
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Takes the installer's lines. */
  readonly onLine?: (line: string) => void;
}

export interface MadeEnvironment {
  readonly folder: string;
  readonly python: string;
  /** False where it was there already. */
  readonly made: boolean;
}

/**
 * Makes an environment in the folder that its lock's digest names. A virtual environment cannot be moved, so it is made
 * in place, and a marker that is written last tells a whole one from a half one, which is removed and made anew.
 *
 * @throws ProuieError PROUIE_ENVIRONMENT_BUSY, PROUIE_DISK_SPACE, PROUIE_INDEX_UNREACHABLE, PROUIE_LOCK_MISMATCH,
 *   PROUIE_ENVIRONMENT_INSTALL
 */
export async function makeEnvironment(order: MakeOrder): Promise<MadeEnvironment> {
  const { recipe, root, interpreter } = order;
  const folder = environmentFolder(root, recipe.name, recipe.digest);
  const python = interpreterIn(folder);
  if (isWhole(folder)) return { folder, python, made: false };
  const release = claimFolder(folder);
  try {
    // Another process may have made it between the look and the claim.
    if (isWhole(folder)) return { folder, python, made: false };
    rmSync(folder, { recursive: true, force: true });
    checkSpace(root, recipe);
    const install = installerCommand(order, folder);
    await call(order, [...install.create]);
    for (const words of recipe.installs) await call(order, [...install.install, ...words]);
    writeMarker(folder, {
      schemaVersion: 1,
      name: recipe.name,
      lock: recipe.digest,
      python: interpreter.version,
    });
    return { folder, python, made: true };
  } finally {
    release();
  }
}

/** Whether all of an environment is there. */
export function isWhole(folder: string): boolean {
  return readMarker(folder) !== undefined && existsSync(interpreterIn(folder));
}

/** The words that make an empty environment, and those that install into it. */
function installerCommand({ installer, interpreter }: MakeOrder, folder: string) {
  const python = interpreterIn(folder);
  const quiet = ['install', '--no-input', '--progress-bar', 'off'];
  if (installer === 'uv') {
    return {
      create: ['uv', 'venv', '--quiet', '--python', interpreter.path, folder],
      install: ['uv', 'pip', 'install', '--no-progress', '--python', python],
    };
  }
  return interpreter.installs
    ? {
        create: [interpreter.path, '-m', 'venv', '--without-pip', folder],
        install: [interpreter.path, '-m', 'pip', '--python', python, ...quiet],
      }
    : {
        create: [interpreter.path, '-m', 'venv', folder],
        install: [python, '-m', 'pip', ...quiet],
      };
}

async function call(order: MakeOrder, command: readonly string[]): Promise<void> {
  const end = await runInstaller(command, order.env, order.onLine ?? (() => undefined));
  if (end.failed) throw installerFailure(order.recipe.name, command, end);
}

function checkSpace(root: string, { name, bytes }: Recipe): void {
  makeFolder(root);
  const { bavail, bsize } = statfsSync(root);
  const free = bavail * bsize;
  if (free >= bytes) return;
  throw new ProuieError(
    'PROUIE_DISK_SPACE',
    `The Python environment ${name} takes about ${formatBytes(bytes)}, and ${root} has ${formatBytes(free)} left.`,
    { hint: 'Free some space, or choose another disk with --at or PROUIE_ENVIRONMENTS.' },
  );
}

function writeMarker(folder: string, marker: EnvironmentMarker): void {
  const path = join(folder, ENVIRONMENT_MARKER);
  makeFolder(dirname(path));
  writeFileSync(`${path}.aside`, `${JSON.stringify(marker, null, 2)}\n`);
  renameSync(`${path}.aside`, path);
}
