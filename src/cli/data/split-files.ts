import { existsSync, readdirSync, rmdirSync } from 'node:fs';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { importedFile } from '../../corpora/layout.ts';
import { ProuieError } from '../../errors.ts';
import { isFile, isFolder } from '../../store/file-kind.ts';
import { asideName, writeError } from '../../store/files.ts';
import { makeFolder } from '../../store/folders.ts';
import { writeJson } from '../../uie/json-layout.ts';
import { exampleToJson } from '../../uie/record-json.ts';
import { type Example, SPLITS, type Split } from '../../uie/records.ts';

interface OpenSplit {
  readonly path: string;
  readonly aside: string;
  readonly handle: FileHandle;
  /** What is still to be written. */
  text: string;
}

/** Characters that are written at once. */
const BLOCK = 1 << 18;

export interface WriteOptions {
  /** Whether examples that are in the folder may be replaced; all of their splits go, also those that are not written. */
  readonly overwrite: boolean;
}

/**
 * Writes examples as JSONL, one file a split. All files are written aside and take their names when the last example is
 * written, so a failed import leaves what was there, and no folder that it made. A folder never holds splits of two imports.
 *
 * @returns the file name of each split, train first
 * @throws ProuieError PROUIE_OUT_EXISTS, before the first example is asked for, when the folder is a file or holds examples
 *   that may not be replaced; when the folder cannot be written; what the examples throw
 */
export async function writeSplits(
  folder: string,
  examples: AsyncIterable<Example>,
  { overwrite }: WriteOptions,
): Promise<ReadonlyMap<Split, string>> {
  const old = usedSplits(folder);
  if (old.length > 0 && !overwrite) {
    throw new ProuieError('PROUIE_OUT_EXISTS', `${folder} holds examples already: ${old.join(', ')}.`, {
      hint: 'Name another folder with --out, or replace all of them with --overwrite.',
    });
  }
  const files = new Map<Split, OpenSplit>();
  let made: string | undefined;
  try {
    made = makeFolder(folder);
    for await (const example of examples) {
      const file = files.get(example.split) ?? (await openSplit(folder, example.split));
      files.set(example.split, file);
      file.text += `${writeJson(exampleToJson(example))}\n`;
      if (file.text.length >= BLOCK) await flush(file);
    }
    for (const file of files.values()) {
      await flush(file);
      await file.handle.close();
    }
    for (const name of old) await rm(join(folder, name), { force: true });
    for (const { aside, path } of files.values()) await rename(aside, path);
  } catch (cause) {
    for (const { handle, aside } of files.values()) {
      await handle.close();
      await rm(aside, { force: true });
    }
    if (made !== undefined) removeEmptyFolders(folder, made);
    throw writeError(folder, cause);
  }
  return new Map(SPLITS.filter((split) => files.has(split)).map((split) => [split, importedFile(split)]));
}

/** The files of examples in a folder. @throws ProuieError PROUIE_OUT_EXISTS when it, or a part of its path, is a file */
function usedSplits(folder: string): readonly string[] {
  let present = folder;
  while (!existsSync(present) && dirname(present) !== present) present = dirname(present);
  if (isFile(present)) {
    throw new ProuieError('PROUIE_OUT_EXISTS', `${present} is a file; examples are written to a folder.`, {
      hint: 'Name a folder with --out.',
    });
  }
  return SPLITS.map(importedFile).filter((name) => existsSync(join(folder, name)));
}

/** Removes a folder and those above it, up to the first that was made, as far as nothing is in them. */
function removeEmptyFolders(folder: string, first: string): void {
  for (
    let at = folder;
    at.startsWith(first) && isFolder(at) && readdirSync(at).length === 0;
    at = dirname(at)
  )
    rmdirSync(at);
}

async function openSplit(folder: string, split: Split): Promise<OpenSplit> {
  const path = join(folder, importedFile(split));
  const aside = asideName(path);
  return { path, aside, handle: await open(aside, 'w'), text: '' };
}

async function flush(file: OpenSplit): Promise<void> {
  const text = file.text;
  file.text = '';
  await file.handle.writeFile(text);
}
