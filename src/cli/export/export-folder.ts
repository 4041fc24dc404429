import { existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ProuieError } from '../../errors.ts';
import { asideName, guardWrite } from '../../store/files.ts';
import { makeFolder } from '../../store/folders.ts';
import { listFiles } from '../../store/store.ts';

/** Names the files of an export, so that the next one takes its place and nothing else's. */
const MARK = 'prouie-export.json';
const markSchema = z.object({ schemaVersion: z.literal(1), export: z.string(), files: z.array(z.string()) });

/**
 * Writes a folder whole or not at all: into one aside, which then takes the place of an earlier export.
 *
 * @param write fills the folder that it is given
 * @returns the files, relative to the folder and in order
 * @throws ProuieError PROUIE_EXPORT_FOREIGN where the folder holds what no export has written
 */
export async function replaceExport(
  folder: string,
  kind: string,
  write: (aside: string) => void | Promise<void>,
): Promise<readonly string[]> {
  refuseForeign(folder);
  const aside = asideName(folder);
  try {
    guardWrite(folder, () => makeFolder(aside));
    await write(aside);
    const files = [...listFiles(aside)].sort();
    const mark = { schemaVersion: 1, export: kind, files };
    guardWrite(folder, () => {
      writeFileSync(join(aside, MARK), `${JSON.stringify(mark, null, 2)}\n`);
      takePlace(aside, folder);
    });
    return files;
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

function takePlace(aside: string, folder: string): void {
  const before = existsSync(folder) ? asideName(folder) : undefined;
  if (before !== undefined) renameSync(folder, before);
  renameSync(aside, folder);
  if (before !== undefined) rmSync(before, { recursive: true });
}

function refuseForeign(folder: string): void {
  if (!existsSync(folder)) return;
  if (!statSync(folder).isDirectory()) throw foreignTarget(folder, 'is a file');
  const there = listFiles(folder).filter((file) => file !== MARK);
  const written = new Set(readMark(join(folder, MARK)));
  const foreign = there.find((file) => !written.has(file));
  if (foreign !== undefined) throw foreignTarget(folder, `holds ${foreign}, which no export has written`);
}

function readMark(file: string): readonly string[] {
  try {
    return markSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).files;
  } catch {
    // No mark, or none of ours: all that lies there is foreign.
    return [];
  }
}

/** That something stands in the way of an export. */
export function foreignTarget(path: string, why: string): ProuieError {
  return new ProuieError('PROUIE_EXPORT_FOREIGN', `${path} ${why}, and stays as it is.`, {
    hint: 'Name a place that does not exist yet, or an earlier export.',
    location: { file: path },
  });
}
