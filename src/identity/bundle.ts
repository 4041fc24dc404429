import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isProuieError, ProuieError } from '../errors.ts';
import { loadError } from './bundle-errors.ts';
import { type Bundle, bundleMemoryText, type RememberedBundle, readBundleMemory } from './bundle-memory.ts';
import { codeFolder, makeCodeFolder } from './code-folder.ts';
import { compileBundle } from './compile-bundle.ts';
import type { Digest } from './digest.ts';
import { isSettled, type Stamp, sameStamp, stampOf } from './file-memory.ts';
import { splitEntry } from './gathered-folders.ts';

/** Bundles entries of a package and remembers them by the stamps of the files that went in. */
export class BundleStore {
  readonly #root: string;
  readonly #folder: string;
  readonly #memoryPath: string;
  #memory: Map<string, RememberedBundle> | undefined;
  readonly #checked = new Map<string, Bundle>();

  /** @param packageRoot the folder that holds `src/` and `node_modules/` */
  constructor(packageRoot: string) {
    this.#root = packageRoot;
    this.#folder = codeFolder(packageRoot);
    this.#memoryPath = join(this.#folder, 'bundles.json');
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

  async #compile(entry: string): Promise<Bundle> {
    const takenAt = Date.now();
    const { digest, code, parts, files } = await compileBundle(entry, this.#root);
    const path = this.#write(digest, code);
    const bundle: RememberedBundle = {
      digest,
      path,
      parts,
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
