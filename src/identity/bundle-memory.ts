import { readFileSync } from 'node:fs';
import type { Digest } from './digest.ts';
import type { Stamp } from './file-memory.ts';
import type { CodeParts } from './reasons.ts';

/** A TypeScript entry with all that it imports, as one module: the code that is hashed is the code that runs. */
export interface Bundle {
  /** Of the code without comments, types and unused parts, and of the packages it imports. */
  readonly digest: Digest;
  /** The module on disk. It lies where bare imports resolve (`code-folder.ts`). */
  readonly path: string;
  readonly parts: CodeParts;
}

export interface RememberedBundle extends Bundle {
  readonly files: readonly StampedFile[];
  readonly takenAt: number;
  /** Of the module on disk. */
  readonly written: Stamp;
}

type StampedFile = readonly [path: string, stamp: Stamp];

const VERSION = 7;

/** Bundles by their entries, as they are on disk: most files went into many bundles, and stand there once. */
interface MemoryFile {
  readonly version: number;
  readonly files: readonly StampedFile[];
  readonly bundles: readonly (readonly [entry: string, bundle: BundleOnDisk])[];
}

type BundleOnDisk = Omit<RememberedBundle, 'files'> & { readonly files: readonly number[] };

/** @returns nothing where there is no memory, or one of another version: everything is then compiled once more */
export function readBundleMemory(path: string): Map<string, RememberedBundle> {
  try {
    const { version, files, bundles } = JSON.parse(readFileSync(path, 'utf8')) as MemoryFile;
    if (version !== VERSION) return new Map();
    return new Map(
      bundles.map(([entry, bundle]) => [
        entry,
        { ...bundle, files: bundle.files.map((index) => files[index]!) },
      ]),
    );
  } catch {
    return new Map();
  }
}

export function bundleMemoryText(
  memory: Iterable<readonly [entry: string, bundle: RememberedBundle]>,
): string {
  const indexes = new Map<string, number>();
  const files: StampedFile[] = [];
  const indexOf = (file: StampedFile): number => {
    const name = JSON.stringify(file);
    const known = indexes.get(name);
    if (known !== undefined) return known;
    indexes.set(name, files.length);
    return files.push(file) - 1;
  };
  const bundles = Array.from(
    memory,
    ([entry, bundle]) => [entry, { ...bundle, files: bundle.files.map(indexOf) }] as const,
  );
  const file: MemoryFile = { version: VERSION, files, bundles };
  return JSON.stringify(file);
}
