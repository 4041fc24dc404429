import { dirname } from 'node:path';
import { refreshFolder, sizeOfFile } from '../../store/shared-folder.ts';
import { blobsOf, type Store } from '../../store/store.ts';
import { type Exit, readExit } from '../attempt/attempt.ts';

/** What has come of an attempt on another machine, as far as the file system shows it here. */
export type Arrival =
  | { readonly state: 'nothing' }
  | { readonly state: 'whole'; readonly exit: Exit }
  /** The exit record is there, an output is not yet. */
  | { readonly state: 'part'; readonly missing: string };

/** Looks for the exit record of an attempt and for the outputs that it names, each in its full length. */
export function lookForArrival(store: Store, folder: string): Arrival {
  refreshFolder(folder);
  const exit = readExit(folder);
  if (exit === undefined) return { state: 'nothing' };
  for (const [digest, size] of blobsOf(exit.outputs ?? {})) {
    const path = store.blobPath(digest);
    if (sizeOfFile(path) === size) continue;
    refreshFolder(dirname(path));
    if (sizeOfFile(path) !== size) return { state: 'part', missing: path };
  }
  return { state: 'whole', exit };
}
