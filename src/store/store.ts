import {
  chmodSync,
  copyFileSync,
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { ProuieError } from '../errors.ts';
import { canonicalJson } from '../identity/canonical-json.ts';
import { type Digest, digestOf, digestOfFile } from '../identity/digest.ts';
import type { Json } from '../json.ts';
import { asideName, guardWrite, publishFile, publishStaged, stageFile, syncFile } from './files.ts';
import { makeFolder } from './folders.ts';
import { storePaths } from './paths.ts';
import type { DirectoryEntry, ResultRecord, StoredOutput } from './record.ts';
import { directoryList, readRecordFile } from './record-parser.ts';

/**
 * Content by digest and results by key, in one folder. Every write goes aside first and becomes visible at once, so
 * a reader never sees half of anything, and several processes may write at the same time.
 */
export class Store {
  readonly root: string;

  constructor(root: string) {
    this.root = root;
  }

  /** @throws ProuieError PROUIE_STORE_READ_ONLY, PROUIE_STORE_FULL where nothing can be written */
  prepare(): void {
    guardWrite(this.root, () => {
      makeFolder(storePaths.temporary(this.root));
      const probe = join(storePaths.temporary(this.root), `probe-${process.pid}`);
      writeFileSync(probe, 'x');
      rmSync(probe);
    });
  }

  blobPath(digest: string): string {
    return storePaths.blob(this.root, digest);
  }

  hasBlob(digest: string): boolean {
    return existsSync(this.blobPath(digest));
  }

  /** Whether there is content of this name and size; it is not read. */
  hasWhole(digest: string, size: number): boolean {
    return this.#isThere(this.blobPath(digest), size);
  }

  /** @throws ProuieError PROUIE_BLOB_MISSING */
  readBlob(digest: string): Buffer {
    try {
      return readFileSync(this.blobPath(digest));
    } catch (cause) {
      throw new ProuieError('PROUIE_BLOB_MISSING', `The store has no content ${digest.slice(0, 12)}….`, {
        hint: 'Run `prouie run` again: the node that makes it is then stale.',
        location: { file: this.blobPath(digest) },
        cause,
      });
    }
  }

  /** Whether stored content is what its name says; reads it. */
  verifyBlob(digest: string): boolean {
    return digestOfFile(this.blobPath(digest)) === digest;
  }

  /** Stores content; content that is there already stays as it is. */
  writeBlob(content: string | Uint8Array): { digest: Digest; size: number } {
    const digest = digestOf(content);
    const size = typeof content === 'string' ? Buffer.byteLength(content) : content.byteLength;
    const path = this.blobPath(digest);
    if (this.#isThere(path, size)) return { digest, size };
    const aside = this.#aside();
    guardWrite(
      path,
      () => {
        writeFileSync(aside, content, { mode: 0o444 });
        this.#moveIn(aside, path);
      },
      aside,
    );
    return { digest, size };
  }

  /** Moves a file into the store (copies across file systems). The file is gone afterwards. */
  adoptFile(file: string): { digest: Digest; size: number } {
    const digest = digestOfFile(file);
    const { size } = statSync(file);
    const path = this.blobPath(digest);
    if (this.#isThere(path, size)) {
      rmSync(file);
      return { digest, size };
    }
    const aside = this.#aside();
    guardWrite(
      path,
      () => {
        takeFile(file, aside, digest);
        chmodSync(aside, 0o444);
        this.#moveIn(aside, path);
      },
      aside,
    );
    return { digest, size };
  }

  /** Moves a folder into the store as a sorted list of files. */
  adoptDirectory(folder: string): StoredOutput {
    const files: DirectoryEntry[] = listFiles(folder).map((path) => {
      const file = join(folder, path);
      const mode = statSync(file).mode & 0o111 ? 0o755 : 0o644;
      const { digest, size } = this.adoptFile(file);
      return [path, digest, mode, size];
    });
    const { digest } = this.writeBlob(directoryList(files));
    return { kind: 'directory', digest, size: files.reduce((sum, [, , , size]) => sum + size, 0), files };
  }

  /**
   * @returns undefined where there is no record, or one that is damaged
   * @throws ProuieError PROUIE_STORE_NEWER
   */
  readRecord(key: string): ResultRecord | undefined {
    return readRecordFile(storePaths.record(this.root, key), key)?.record;
  }

  /**
   * Writes a result down where nobody sees it yet, so that many can be synced side by side before they are published.
   *
   * @returns the path of the file to sync
   */
  stage(record: ResultRecord): string {
    return stageFile(storePaths.record(this.root, record.key), recordText(record));
  }

  /**
   * Publishes a result after its content was synced. The first result of a key wins; another one with other outputs
   * is kept beside it as the next generation.
   *
   * @param staged what `stage` wrote of it, synced
   * @returns the record that now stands for the key
   */
  publish(record: ResultRecord, staged?: string): ResultRecord {
    const path = storePaths.record(this.root, record.key);
    const text = recordText(record);
    if (staged === undefined ? publishFile(path, text) : publishStaged(path, staged)) return record;
    const first = this.readRecord(record.key);
    if (first !== undefined && this.isWhole(first) && haveSameNames(first.outputs, record.outputs)) {
      if (
        canonicalJson(first.outputs as unknown as Json) === canonicalJson(record.outputs as unknown as Json)
      )
        return first;
      for (
        let generation = 2;
        !publishFile(path.replace(/\.json$/, `.${generation}.json`), text);
        generation++
      );
      return first;
    }
    this.setAside(path);
    return publishFile(path, text) ? record : (this.readRecord(record.key) ?? record);
  }

  /** Whether all content of a result is there, judged by existence and size. */
  isWhole(record: ResultRecord): boolean {
    return blobsOf(record.outputs).every(([digest, size]) => this.hasWhole(digest, size));
  }

  /** Makes the content of outputs survive a power cut; call before `publish`. */
  sync(outputs: ResultRecord['outputs']): void {
    for (const [digest] of blobsOf(outputs)) syncFile(this.blobPath(digest));
  }

  /** Takes a broken file out of the way, keeping it for a look. @returns where it lies now */
  setAside(path: string): string {
    const folder = storePaths.setAside(this.root);
    const target = join(folder, `${path.slice(this.root.length + 1).replaceAll('/', '_')}.${Date.now()}`);
    guardWrite(target, () => {
      makeFolder(folder);
      renameSync(path, target);
    });
    return target;
  }

  #aside(): string {
    const folder = storePaths.temporary(this.root);
    makeFolder(folder);
    return asideName(join(folder, 'blob'));
  }

  #isThere(path: string, size: number): boolean {
    return statSync(path, { throwIfNoEntry: false })?.size === size;
  }

  #moveIn(aside: string, path: string): void {
    makeFolder(dirname(path));
    renameSync(aside, path);
  }
}

function recordText(record: ResultRecord): string {
  return `${canonicalJson(record as unknown as Json)}\n`;
}

/** Moves a file, or copies it where that is not possible. What a link leads to stays where it is, so it is copied. */
function takeFile(file: string, aside: string, digest: Digest): void {
  if (!lstatSync(file).isSymbolicLink()) {
    try {
      renameSync(file, aside);
      return;
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'EXDEV') throw cause;
    }
  }
  copyFileSync(file, aside);
  if (digestOfFile(aside) !== digest) {
    throw new ProuieError('PROUIE_COPY', `${file} changed while it was copied.`);
  }
  rmSync(file);
}

/** Results of one key have outputs of the same names, as one step made them; others were damaged. */
function haveSameNames(outputs: ResultRecord['outputs'], others: ResultRecord['outputs']): boolean {
  return Object.keys(outputs).sort().join('/') === Object.keys(others).sort().join('/');
}

/** Content by name, and its bytes. */
export type BlobSize = readonly [digest: string, size: number];

/** Digest and size of every blob that outputs stand on; the list of a directory comes without a size of its own. */
export function blobsOf(outputs: ResultRecord['outputs']): BlobSize[] {
  return Object.values(outputs).flatMap((output) =>
    output.files === undefined
      ? [[output.digest, output.size] as const]
      : [
          [output.digest, Buffer.byteLength(directoryList(output.files))] as const,
          ...output.files.map(([, digest, , size]) => [digest, size] as const),
        ],
  );
}

/** Paths of all files under a folder, sorted by code units. */
export function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(folder.length + 1))
    .sort();
}
