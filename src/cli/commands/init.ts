import { lstatSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { isProuieError, ProuieError } from '../../errors.ts';
import { shellWords } from '../../shell-words.ts';
import { isFolder } from '../../store/file-kind.ts';
import { type CommandLine, runCommand } from '../arguments.ts';
import type { CommandHost } from '../command-host.ts';
import { EXIT } from '../io.ts';
import { type NextStep, printNextSteps } from '../next-steps.ts';
import { terminalOf } from '../terminal.ts';

export const commandLine: CommandLine = {
  command: 'init',
  operands: '[FOLDER]',
  operandCount: [0, 1],
  summary:
    'Makes a folder (default: this one) with a small pipeline of your own: a step, an input, and what to do next. No file is overwritten.',
  flags: { quiet: { short: 'q', description: 'print nothing' } },
};

/** The folder of the package that is copied. */
const TEMPLATE = ['examples', 'workspace'] as const;

/** What a folder may have already, and keeps. */
const KEPT: Readonly<Record<string, string>> = {
  '.gitignore': 'node_modules/\n.prouie/\nresults/\n',
  'package.json': `${JSON.stringify({ private: true, type: 'module' }, null, 2)}\n`,
};

export const run = runCommand(commandLine, async (args, io, { packageRoot }: CommandHost) => {
  const folder = resolve(io.cwd, args.operands[0] ?? '.');
  const template = join(packageRoot, ...TEMPLATE);
  const files = readdirSync(template, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(template, join(entry.parentPath, entry.name)))
    .sort();
  const kept = guardWrites(folder, () => {
    checkFree(folder, files);
    for (const name of files) writeNew(join(folder, name), readFileSync(join(template, name), 'utf8'));
    const there = Object.keys(KEPT).filter((name) => isThere(join(folder, name)));
    for (const [name, text] of Object.entries(KEPT))
      if (!there.includes(name)) writeNew(join(folder, name), text);
    return there;
  });
  if (args.has('quiet')) return EXIT.done;
  const made = [...files, ...Object.keys(KEPT).filter((name) => !kept.includes(name))];
  io.stdout.write(made.map((name) => `${relative(io.cwd, join(folder, name))}\n`).join(''));
  for (const name of kept) io.stderr.write(`${relative(io.cwd, join(folder, name))} stays as it is.\n`);
  printNextSteps(nextSteps(relative(io.cwd, folder)), terminalOf(io.stderr, io));
  return EXIT.done;
});

function guardWrites<T>(folder: string, write: () => T): T {
  try {
    return write();
  } catch (cause) {
    if (isProuieError(cause)) throw cause;
    throw new ProuieError('PROUIE_INIT_WRITE', `The folder cannot be filled: ${String(cause)}`, {
      hint: 'Name a folder that you may write to.',
      location: { file: folder },
      cause,
    });
  }
}

/** @throws ProuieError PROUIE_INIT_EXISTS before anything is written, where a file is in the way */
function checkFree(folder: string, files: readonly string[]): void {
  const parents = files.flatMap((file) => (dirname(file) === '.' ? [] : [dirname(file)]));
  const taken =
    [folder, ...parents.map((name) => join(folder, name))].find((path) => isThere(path) && !isFolder(path)) ??
    files.map((file) => join(folder, file)).find(isThere);
  if (taken === undefined) return;
  throw new ProuieError(
    'PROUIE_INIT_EXISTS',
    `There is a file ${taken} already, and nothing is overwritten.`,
    {
      hint: 'Name another folder: prouie init FOLDER.',
      location: { file: taken },
    },
  );
}

/** Links that lead nowhere count: a write would go through them. */
function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

function writeNew(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text, { flag: 'wx' });
}

function nextSteps(folder: string): readonly NextStep[] {
  return [
    ...(folder === '' ? [] : [[`cd ${shellWords([folder])}`, 'goes there'] as const]),
    ['prouie run', 'makes what is stale: everything, at first'],
    ['prouie graph', 'shows what is made from what'],
    ['prouie run --profile quick', 'the recipe of the paper, on synthetic data'],
  ];
}
