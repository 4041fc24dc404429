/** Files that another machine writes into a folder which this one sees through a network. */

import { readdirSync, statSync } from 'node:fs';

/** Has a network file system ask its server again what is in a folder. */
export function refreshFolder(folder: string): void {
  try {
    readdirSync(folder);
  } catch {
    // Not there yet, which is an answer too.
    return;
  }
}

/** Bytes; undefined where there is no such file. */
export function sizeOfFile(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.size;
}
