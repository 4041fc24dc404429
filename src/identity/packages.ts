import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { ProuieError } from '../errors.ts';
import { canonicalJson } from './canonical-json.ts';
import { digestOf } from './digest.ts';

interface Manifest {
  readonly version?: string;
  readonly dependencies?: { readonly [name: string]: string };
  readonly optionalDependencies?: { readonly [name: string]: string };
}

export interface InstalledPackage {
  /** `name@version` and a digest of the versions of all that it stands on. */
  readonly identity: string;
  /** The manifests that were read. */
  readonly manifests: readonly string[];
}

/** The package of an import such as `apache-arrow` or `@duckdb/node-api/lib`. */
export function packageName(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}

/**
 * A file that an installed package hands out, such as `@scope/name/models/words.json`. npm may have put the package
 * beside the one that needs it, or several folders above.
 *
 * @param from the folder of the package that needs it
 * @throws ProuieError PROUIE_PACKAGE_MISSING
 */
export function dependencyFile(specifier: string, from: string): string {
  try {
    return createRequire(join(from, 'package.json')).resolve(specifier);
  } catch (cause) {
    throw new ProuieError(
      'PROUIE_PACKAGE_MISSING',
      `There is no ${specifier} among the packages of ${from}.`,
      {
        hint: `Install ${packageName(specifier)} with \`npm ci\` in the package, or install prouie anew.`,
        location: { file: join(from, 'package.json') },
        cause,
      },
    );
  }
}

/** Identifies an installed package by its version and those of its installed dependencies, as far as they reach. */
export function installedPackage(name: string, from: string): InstalledPackage {
  const versions: { [name: string]: string } = {};
  const manifests: string[] = [];
  const waiting: [string, string][] = [[name, from]];
  while (waiting.length > 0) {
    const [wanted, folder] = waiting.pop()!;
    const path = findManifest(wanted, folder);
    if (path === undefined || manifests.includes(path)) continue;
    manifests.push(path);
    const manifest = JSON.parse(readFileSync(path, 'utf8')) as Manifest;
    versions[`${wanted}@${manifest.version ?? ''}`] = manifest.version ?? '';
    for (const dependency of Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies })) {
      if (!isPlatformBinary(dependency)) waiting.push([dependency, dirname(path)]);
    }
  }
  const own = Object.keys(versions)[0] ?? `${name}@missing`;
  return { identity: `${own} ${digestOf(canonicalJson(versions)).slice(0, 16)}`, manifests };
}

/** A binary for one platform has the version of its parent, and would make keys differ between machines. */
function isPlatformBinary(name: string): boolean {
  return /(linux|darwin|win32|freebsd|android|openbsd|netbsd|sunos|aix|wasm)/.test(name);
}

/** The manifest of an installed package; undefined where there is none. */
export function findManifest(name: string, from: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const path = join(folder, 'node_modules', name, 'package.json');
    if (existsSync(path)) return path;
    if (dirname(folder) === folder) return undefined;
  }
}
