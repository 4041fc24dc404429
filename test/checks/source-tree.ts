import { symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporaryFolder, writeFiles } from '../temporary-folder.ts';

export const packageRoot = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** A folder with these files, path by path, that sees the installed packages; it goes when the test is over. */
export function sourceTree(files: Readonly<Record<string, string>>): string {
  const root = temporaryFolder();
  symlinkSync(join(packageRoot, 'node_modules'), join(root, 'node_modules'));
  writeFiles(root, files);
  return root;
}
