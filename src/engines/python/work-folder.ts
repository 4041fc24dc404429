import {
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { StepInput } from '../../step.ts';

/** Files up to this size are copied, since programs like to rewrite small ones; larger ones are linked. */
const COPIED_BYTES = 1_000_000;

/** Lays a directory input out for a program: large files as links to the store, small ones as copies. */
export function layOutDirectory(input: Pick<StepInput, 'files' | 'file'>, folder: string): void {
  for (const path of input.files) layOutFile(input.file(path), join(folder, path));
}

/** Lays one file out; what lies there already from an earlier attempt stays. */
export function layOutFile(source: string, target: string): void {
  if (existsSync(target)) return;
  mkdirSync(dirname(target), { recursive: true });
  if (statSync(source).size <= COPIED_BYTES) writeFileSync(target, readFileSync(source));
  else symlinkSync(source, target);
}

/** Writes the files of a request: path inside the folder, and text. */
export function writeRequestFiles(folder: string, files: { readonly [path: string]: string }): void {
  for (const [path, text] of Object.entries(files)) {
    const target = join(folder, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
}

/** Moves what would hinder a run that goes on out of its way, under a name of its own, for whoever looks for it. */
export function putAside(path: string, aside: string): void {
  mkdirSync(aside, { recursive: true });
  renameSync(path, join(aside, `${basename(path)}.${readdirSync(aside).length}`));
}

/** Copies a file, or what a link leads to; where the file system can, no bytes are written twice. */
export function copyFile(source: string, target: string): void {
  cpSync(source, target, { mode: constants.COPYFILE_FICLONE, dereference: true });
}
