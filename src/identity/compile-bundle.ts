import { existsSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, relative, resolve } from 'node:path';
import type { BuildOptions, Metafile, Plugin } from 'esbuild';
import { ProuieError } from '../errors.ts';
import { bundleError } from './bundle-errors.ts';
import type { Bundle } from './bundle-memory.ts';
import { digestOf } from './digest.ts';
import { gatheredFolders, splitEntry } from './gathered-folders.ts';
import { installedPackage, packageName } from './packages.ts';
import { type SingleFiles, singleFilePackages, singleFilesOf, withPackageNames } from './single-files.ts';
import { sourceExports } from './source-exports.ts';

export interface CompiledBundle extends Pick<Bundle, 'digest' | 'parts'> {
  /** An ES module. */
  readonly code: string;
  /** All that it was made of: sources, gathered folders, manifests of packages. */
  readonly files: readonly string[];
}

/** What of the settings changes the code; all other blanks, comments and types are not in it. */
const OPTIONS = {
  bundle: true,
  write: false,
  metafile: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  packages: 'external',
  minifyWhitespace: true,
  legalComments: 'none',
  charset: 'utf8',
  logLevel: 'silent',
  tsconfigRaw: { compilerOptions: { target: 'ES2022', verbatimModuleSyntax: true } },
} as const satisfies BuildOptions;

/**
 * Bundles an entry, and says what it consists of.
 *
 * @param entry an absolute path, with the one file that is gathered for it behind a `?`
 * @param root the package's folder
 * @throws ProuieError PROUIE_BUNDLE with the place of a syntax error or an import that leads nowhere
 */
export async function compileBundle(entry: string, root: string): Promise<CompiledBundle> {
  const [file, only] = splitEntry(entry);
  if (!existsSync(file)) {
    throw new ProuieError('PROUIE_BUNDLE', `There is no file ${file}.`, {
      hint: 'Check the path.',
      location: { file },
    });
  }
  const singleFiles = singleFilesOf(root);
  const folders = new Set<string>();
  const { build } = await import('esbuild');
  const output = await build({
    ...OPTIONS,
    entryPoints: [file],
    absWorkingDir: root,
    plugins: [
      ownExports(root),
      singleFilePackages(singleFiles),
      gatheredFolders(only, (folder) => folders.add(folder)),
    ],
  }).catch((cause: unknown) => {
    throw bundleError(cause, file, root);
  });
  const code = output.outputFiles[0]!.text;
  const [metadata] = Object.values(output.metafile.outputs);
  const modules = await digestModules(metadata!, file, root);
  const packages = importedPackages(metadata!, singleFiles).map(
    (name) => [name, installedPackage(name, root)] as const,
  );
  const identities = Object.fromEntries(packages.map(([name, found]) => [name, found.identity]));
  return {
    digest: digestOf(`${JSON.stringify(identities)}\n${withPackageNames(code, singleFiles)}`),
    code,
    parts: { modules, packages: identities },
    files: [
      ...Object.keys(output.metafile.inputs).map((input) => resolve(root, input)),
      ...folders,
      ...packages.flatMap(([, found]) => found.manifests),
    ],
  };
}

type Output = Metafile['outputs'][string];

/** Of every module that is in the code, a digest by the name that reasons have for it. */
async function digestModules(
  { inputs }: Output,
  entry: string,
  root: string,
): Promise<Bundle['parts']['modules']> {
  const { transform } = await import('esbuild');
  const used = Object.entries(inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
  const digests = await Promise.all(
    used.map(async ([input]) => {
      const path = resolve(root, input);
      const stripped = await transform(readFileSync(path, 'utf8'), {
        loader: input.endsWith('.json') ? 'json' : 'ts',
        minifyWhitespace: true,
        legalComments: 'none',
      });
      return [partName(path, entry, root), digestOf(stripped.code).slice(0, 16)] as const;
    }),
  );
  return Object.fromEntries(digests.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** A source file as reasons name it: the same in another folder. */
function partName(file: string, entry: string, root: string): string {
  const inside = relative(root, file);
  return inside.startsWith('..') ? relative(dirname(entry), file) : inside;
}

function importedPackages({ imports }: Output, singleFiles: SingleFiles): readonly string[] {
  const names = imports
    .map(({ path, external }) => ({ path: singleFiles.get(path) ?? path, external }))
    .filter(({ path, external }) => external && !isBuiltin(path))
    .map(({ path }) => packageName(path));
  return [...new Set(names)].sort();
}

function isBuiltin(specifier: string): boolean {
  return specifier.startsWith('node:') || builtinModules.includes(specifier);
}

/** Has what is imported from this package taken from its TypeScript, wherever the importing file lies. */
function ownExports(root: string): Plugin {
  return {
    name: 'own-exports',
    setup: (build) => {
      let known: ReadonlyMap<string, string> | undefined;
      build.onResolve({ filter: /^prouie(\/|$)/ }, ({ path: specifier }) => {
        known ??= sourceExports(root);
        const path = known.get(specifier);
        if (path !== undefined) return { path };
        const text = `There is no "${specifier}"; what can be imported is ${[...known.keys()].join(', ')}.`;
        return { errors: [{ text }] };
      });
    },
  };
}
