import { existsSync, mkdirSync, readFileSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { findManifest } from './packages.ts';

/**
 * Where compiled code is kept, in which the packages that this one depends on can be imported by name: in a checkout
 * its `node_modules/.cache`; where npm installed the package for a project, `.prouie/compiled` of the project, since
 * `node_modules` is npm's alone.
 *
 * @param packageRoot the folder that holds `src/`
 */
export function codeFolder(packageRoot: string): string {
  const project = projectOf(packageRoot);
  return project === undefined
    ? join(packageRoot, 'node_modules', '.cache', 'prouie')
    : join(project, '.prouie', 'compiled');
}

/** Makes the folder, with links to the packages, wherever npm or another installer has put them. */
export function makeCodeFolder(packageRoot: string): void {
  const folder = codeFolder(packageRoot);
  mkdirSync(folder, { recursive: true });
  if (projectOf(packageRoot) === undefined) return;
  for (const name of dependenciesOf(packageRoot)) {
    const manifest = findManifest(name, packageRoot);
    if (manifest !== undefined) link(join(folder, 'node_modules', name), dirname(manifest));
  }
}

/** The project that the package was installed for; undefined in a checkout, and where it was installed for all. */
function projectOf(packageRoot: string): string | undefined {
  const parts = packageRoot.split(sep);
  const at = parts.indexOf('node_modules');
  if (at <= 0) return undefined;
  const folder = parts.slice(0, at).join(sep);
  return existsSync(join(folder, 'package.json')) ? folder : undefined;
}

function dependenciesOf(packageRoot: string): readonly string[] {
  const { dependencies = {} } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as {
    readonly dependencies?: { readonly [name: string]: string };
  };
  return Object.keys(dependencies);
}

function link(path: string, target: string): void {
  if (linkedTo(path) === target) return;
  mkdirSync(dirname(path), { recursive: true });
  rmSync(path, { force: true });
  try {
    symlinkSync(target, path, 'junction');
  } catch (cause) {
    // Another process made it just now.
    if (linkedTo(path) !== target) throw cause;
  }
}

function linkedTo(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}
