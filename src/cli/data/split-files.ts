import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { importedFile } from '../../corpora/layout.ts';
import { asideName, writeError } from '../../store/files.ts';
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

/**
 * Writes examples as JSONL, one file a split. All files are written aside and take their names when the last example is
 * written, so a failed import leaves what was there. Files of other splits in the folder stay as they are.
 *
 * @returns the file name of each split, train first
 * @throws ProuieError when the folder cannot be written; what the examples throw
 */
export async function writeSplits(
  folder: string,
  examples: AsyncIterable<Example>,
): Promise<ReadonlyMap<Split, string>> {
  const files = new Map<Split, OpenSplit>();
  try {
    await mkdir(folder, { recursive: true });
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
    for (const { aside, path } of files.values()) await rename(aside, path);
  } catch (cause) {
    for (const { handle, aside } of files.values()) {
      await handle.close();
      await rm(aside, { force: true });
    }
    throw writeError(folder, cause);
  }
  return new Map(SPLITS.filter((split) => files.has(split)).map((split) => [split, importedFile(split)]));
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
