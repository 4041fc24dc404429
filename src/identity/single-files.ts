/** Packages of very many files, which are loaded as one: in a tenth of the time. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Plugin } from 'esbuild';

/** As scripts/build.mjs makes them. */
const SINGLE_FILES = ['@duckdb/node-api', 'apache-arrow', 'yaml', 'zod'];

/** The names of these packages by the addresses of their files; the build may not have been made. */
export type SingleFiles = ReadonlyMap<string, string>;

export function singleFilesOf(packageRoot: string): SingleFiles {
  return new Map(
    SINGLE_FILES.map((name) => {
      const file = join(packageRoot, 'dist', 'packages', `${name.replace('/', '-')}.js`);
      return [pathToFileURL(file).href, name];
    }),
  );
}

/** Has them taken from their one file, where that was made. */
export function singleFilePackages(singleFiles: SingleFiles): Plugin {
  return {
    name: 'single-files',
    setup: (build) => {
      for (const [address, name] of singleFiles) {
        if (!existsSync(fileURLToPath(address))) continue;
        const filter = new RegExp(`^${name}$`);
        build.onResolve({ filter }, () => ({ path: address, external: true }));
      }
    },
  };
}

/** The code with packages under their names: what is hashed does not depend on where they were loaded from. */
export function withPackageNames(code: string, singleFiles: SingleFiles): string {
  let named = code;
  for (const [address, name] of singleFiles)
    named = named.replaceAll(JSON.stringify(address), JSON.stringify(name));
  return named;
}
