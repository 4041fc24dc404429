import { cpSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from './prouie.ts';
import { temporaryFolder } from './temporary-folder.ts';

const PARTS = ['bin', 'data', 'dist', 'package.json', 'papers', 'pipelines', 'src'];

/** A copy of this installation whose sources may be edited: with bundles of its own, and the packages of this one. */
export function clonePackage(): string {
  const clone = temporaryFolder();
  for (const part of PARTS) cpSync(join(packageRoot, part), join(clone, part), { recursive: true });
  const [from, to] = [join(packageRoot, 'node_modules'), join(clone, 'node_modules')];
  mkdirSync(to);
  for (const name of readdirSync(from)) {
    if (!name.startsWith('.')) symlinkSync(join(from, name), join(to, name));
  }
  return clone;
}
