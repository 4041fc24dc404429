import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Plugin } from 'esbuild';
import { isProuieError, ProuieError } from '../errors.ts';
import { bundleError, loadError } from './bundle-errors.ts';
import { type Bundle, bundleMemoryText, type RememberedBundle, readBundleMemory } from './bundle-memory.ts';
import { codeFolder, makeCodeFolder } from './code-folder.ts';
import { type Digest, digestOf } from './digest.ts';
import { isSettled, type Stamp, sameStamp, stampOf } from './file-memory.ts';
import { gatheredFolders, splitEntry } from './gathered-folders.ts';
import { installedPackage, packageName } from './packages.ts';
import { sourceExports } from './source-exports.ts';

/** As scripts/build.mjs makes them. */
const SINGLE_FILES = ['@duckdb/node-api', 'apache-arrow', 'yaml', 'zod'];

/** Bundles entries of a package and remembers them by the stamps of the files that went in. */
export class BundleStore {
  readonly #root: string;
  readonly #folder: string;
  readonly #memoryPath: string;
  #memory: Map<string, RememberedBundle> | undefined;
  readonly #checked = new Map<string, Bundle>();
  /** Packages that the build made one file of each, by the address of that file. */
  readonly #singleFileNames: ReadonlyMap<string, string>;

  /** @param packageRoot the folder that holds `src/` and `node_modules/` */
  constructor(packageRoot: string) {
    this.#root = packageRoot;
    this.#folder = codeFolder(packageRoot);
    this.#memoryPath = join(this.#folder, 'bundles.json');
    this.#singleFileNames = new Map(
      SINGLE_FILES.map((name) => {
        const file = join(packageRoot, 'dist', 'packages', `${name.replace('/', '-')}.js`);
        return [pathToFileURL(file).href, name];
      }),
    );
  }

  /** The bundle if it is remembered and no file of it changed; loads no compiler. */
  remembered(entry: string): Bundle | undefined {
    const path = resolve(this.#root, entry);
    const checked = this.#checked.get(path);
    if (checked !== undefined) return checked;
    this.#memory ??= readBundleMemory(this.#memoryPath);
    const known = this.#memory.get(path);
    if (known === undefined || !sameStamp(stampOf(known.path), known.written)) return undefined;
    for (const [file, stamp] of known.files) {
      if (!sameStamp(stampOf(file), stamp) || !isSettled(stamp, known.takenAt)) return undefined;
    }
    this.#checked.set(path, known);
    return known;
  }

  /** Whether the bundle is remembered with this digest; whether its files are as they were is not asked. */
  isKnown(entry: string, digest: string): boolean {
    this.#memory ??= readBundleMemory(this.#memoryPath);
    return this.#memory.get(resolve(this.#root, entry))?.digest === digest;
  }

  /** All files that a remembered bundle was made of, and the module on disk, each with its stamp. */
  filesOf(entry: string): readonly (readonly [path: string, stamp: Stamp])[] | undefined {
    this.#memory ??= readBundleMemory(this.#memoryPath);
    const known = this.#memory.get(resolve(this.#root, entry));
    if (known === undefined || !known.files.every(([, stamp]) => isSettled(stamp, known.takenAt)))
      return undefined;
    return [...known.files, [known.path, known.written]];
  }

  /**
   * The bundle of an entry, compiled when a file changed.
   *
   * @param entry a path, relative to the package or absolute, with the one file that is gathered for it behind a `?`
   *   (`gathered-folders.ts`)
   * @throws ProuieError PROUIE_BUNDLE with the place of a syntax error or an import that leads nowhere
   */
  async bundle(entry: string): Promise<Bundle> {
    return this.remembered(entry) ?? (await this.#compile(resolve(this.#root, entry)));
  }

  /**
   * The exports of an entry.
   *
   * @throws ProuieError PROUIE_BUNDLE, and PROUIE_LOAD where its top level throws or a package is not installed
   */
  async load(entry: string): Promise<Record<string, unknown>> {
    const { path } = await this.bundle(entry);
    try {
      return (await import(pathToFileURL(path).href)) as Record<string, unknown>;
    } catch (cause) {
      throw isProuieError(cause) ? cause : loadError(cause, resolve(this.#root, entry));
    }
  }

  /** Has what is imported from this package taken from its TypeScript, wherever the importing file lies. */
  #ownExports(): Plugin {
    return {
      name: 'own-exports',
      setup: (build) => {
        let known: ReadonlyMap<string, string> | undefined;
        build.onResolve({ filter: /^prouie(\/|$)/ }, ({ path: specifier }) => {
          known ??= sourceExports(this.#root);
          const path = known.get(specifier);
          if (path !== undefined) return { path };
          const text = `There is no "${specifier}"; what can be imported is ${[...known.keys()].join(', ')}.`;
          return { errors: [{ text }] };
        });
      },
    };
  }

  /** Has packages of very many files loaded as one: in a tenth of the time. */
  #singleFiles(): Plugin {
    return {
      name: 'single-files',
      setup: (build) => {
        for (const [address, name] of this.#singleFileNames) {
          if (!existsSync(fileURLToPath(address))) continue;
          const filter = new RegExp(`^${name}$`);
          build.onResolve({ filter }, () => ({ path: address, external: true }));
        }
      },
    };
  }

  /** The code with packages under their names: what is hashed does not depend on where they were loaded from. */
  #named(code: string): string {
    let named = code;
    for (const [address, name] of this.#singleFileNames)
      named = named.replaceAll(JSON.stringify(address), JSON.stringify(name));
    return named;
  }

  async #compile(entry: string): Promise<Bundle> {
    const [file, only] = splitEntry(entry);
    if (!existsSync(file)) {
      throw new ProuieError('PROUIE_BUNDLE', `There is no file ${file}.`, {
        hint: 'Check the path.',
        location: { file },
      });
    }
    const takenAt = Date.now();
    const folders = new Set<string>();
    const esbuild = await import('esbuild');
    const output = await esbuild
      .build({
        entryPoints: [file],
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
        absWorkingDir: this.#root,
        plugins: [
          this.#ownExports(),
          this.#singleFiles(),
          gatheredFolders(only, (folder) => folders.add(folder)),
        ],
        tsconfigRaw: { compilerOptions: { target: 'ES2022', verbatimModuleSyntax: true } },
      })
      .catch((cause: unknown) => {
        throw bundleError(cause, file, this.#root);
      });
    const loaded = output.outputFiles[0]!.text;
    const code = this.#named(loaded);
    const [metadata] = Object.values(output.metafile.outputs);
    const used = Object.entries(metadata!.inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
    const modules = await Promise.all(
      used.map(async ([input]) => {
        const source = readFileSync(resolve(this.#root, input), 'utf8');
        const stripped = await esbuild.transform(source, {
          loader: input.endsWith('.json') ? 'json' : 'ts',
          minifyWhitespace: true,
          legalComments: 'none',
        });
        return [
          this.#partName(resolve(this.#root, input), file),
          digestOf(stripped.code).slice(0, 16),
        ] as const;
      }),
    );
    const names = new Set(
      metadata!.imports
        .map((imported) => ({ ...imported, path: this.#singleFileNames.get(imported.path) ?? imported.path }))
        .filter((imported) => imported.external && !isBuiltin(imported.path))
        .map((imported) => packageName(imported.path)),
    );
    const packages = [...names].sort().map((name) => [name, installedPackage(name, this.#root)] as const);
    const files = [
      ...Object.keys(output.metafile.inputs).map((input) => resolve(this.#root, input)),
      ...folders,
      ...packages.flatMap(([, found]) => found.manifests),
    ];
    const identities = Object.fromEntries(packages.map(([name, found]) => [name, found.identity]));
    const digest = digestOf(`${JSON.stringify(identities)}\n${code}`);
    const path = this.#write(digest, loaded);
    const bundle: RememberedBundle = {
      digest,
      path,
      parts: {
        modules: Object.fromEntries(modules.sort(([a], [b]) => (a < b ? -1 : 1))),
        packages: identities,
      },
      files: files.map((path) => [path, stampOf(path) ?? [0, 0, 0, 0]] as const),
      takenAt,
      written: stampOf(path)!,
    };
    this.#checked.set(entry, bundle);
    this.#memory ??= readBundleMemory(this.#memoryPath);
    this.#memory.set(entry, bundle);
    this.#saveMemory();
    return bundle;
  }

  /** A source file as reasons name it: the same in another folder. */
  #partName(file: string, entry: string): string {
    const inside = relative(this.#root, file);
    return inside.startsWith('..') ? relative(dirname(entry), file) : inside;
  }

  #write(digest: Digest, code: string): string {
    const path = join(this.#folder, `${digest}.mjs`);
    if (contentOf(path) === code) return path;
    guardCache(path, () => makeCodeFolder(this.#root));
    replaceFile(path, code);
    return path;
  }

  #saveMemory(): void {
    // Pipelines of one's own come and go; those that went are forgotten.
    const kept = [...this.#memory!].filter(([entry]) => existsSync(splitEntry(entry)[0]));
    try {
      replaceFile(this.#memoryPath, bundleMemoryText(kept));
    } catch {
      // An installation that may only be read: everything is compiled once more next time.
      return;
    }
  }
}

function contentOf(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

function replaceFile(path: string, content: string): void {
  const aside = `${path}.${process.pid}`;
  guardCache(path, () => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(aside, content);
    renameSync(aside, path);
  });
}

function guardCache(path: string, write: () => void): void {
  try {
    write();
  } catch (cause) {
    throw new ProuieError('PROUIE_CODE_CACHE', `Compiled code cannot be kept: ${String(cause)}`, {
      hint: "Make that folder writable and free some space, or install prouie where you may write: code is compiled into the package's node_modules/.cache, or into .prouie/compiled of the project that it is installed for.",
      location: { file: path },
      cause,
    });
  }
}

function isBuiltin(specifier: string): boolean {
  return specifier.startsWith('node:') || builtinModules.includes(specifier);
}
