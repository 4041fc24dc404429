import { cpSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from './prouie.ts';
import { temporaryFolder } from './temporary-folder.ts';

const PARTS = ['bin', 'data', 'dist', 'package.json', 'papers', 'pipelines', 'src'];

/** A copy of this installation whose sources may be edited: with bundles of its own, and the packages of this one. */
export function clonePackage(): string {
  const clone = temporaryFolder();
  copyParts(clone);
  linkPackages(join(clone, 'node_modules'));
  return clone;
}

/** A copy that was installed as a package of another: what it depends on lies beside it. */
export function cloneHoistedPackage(): string {
  const packages = join(temporaryFolder(), 'node_modules');
  linkPackages(packages);
  const clone = join(packages, 'prouie');
  copyParts(clone);
  return clone;
}

function copyParts(clone: string): void {
  for (const part of PARTS) cpSync(join(packageRoot, part), join(clone, part), { recursive: true });
}

function linkPackages(to: string): void {
  const from = join(packageRoot, 'node_modules');
  mkdirSync(to);
  for (const name of readdirSync(from)) {
    if (!name.startsWith('.')) symlinkSync(join(from, name), join(to, name));
  }
}
