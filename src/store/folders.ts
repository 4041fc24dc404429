import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes a folder, and those above it that are missing; one that is there stays as it is. Not by a recursive mkdir: Node
 * then tells of a broken, full or read-only disk as if the folder above had gone.
 *
 * @returns the topmost folder that was made, undefined where all were there
 * @throws the error of the file system, EEXIST where a file is in the place of the folder; `guardWrite` has words for it
 */
export function makeFolder(path: string): string | undefined {
  if (isFolder(path)) return undefined;
  try {
    mkdirSync(path);
    return path;
  } catch (cause) {
    // Another process was faster.
    if (isFolder(path)) return undefined;
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT' || dirname(path) === path) throw cause;
  }
  const topmost = makeFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (cause) {
    if (!isFolder(path)) throw cause;
  }
  return topmost ?? path;
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    // What cannot be looked at is not known to be there: making it says what is wrong.
    return false;
  }
}
