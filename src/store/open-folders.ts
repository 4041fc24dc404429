import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';

const WRITABLE_BY_ALL = 0o002;

/**
 * Folders of a store that every user of the machine may write to, and so put results into that this one would take for
 * its own. A group may: that is how a store is shared.
 */
export function foldersOpenToAll(root: string): readonly string[] {
  const folders = [root, join(root, 'records'), join(root, 'blobs'), join(root, 'nodes')];
  return folders.filter((folder) => existsSync(folder) && (statSync(folder).mode & WRITABLE_BY_ALL) !== 0);
}
