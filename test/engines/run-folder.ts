import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { TrainingContext } from '../../src/engines/engine.ts';
import type { Json } from '../../src/json.ts';
import type { DirectoryWriter, StepInput, StepOutputs } from '../../src/step.ts';

/** What an engine says while it runs. */
export interface RunRecord {
  readonly messages: string[];
  readonly progress: (readonly [done: number, total: number])[];
}

export interface RunFolder {
  readonly context: TrainingContext;
  readonly record: RunRecord;
  /** The path of a file of an output. */
  output(name: string, path: string): string;
}

/**
 * The context of a run that lives in a folder: inputs are files and folders as they lie there. `checkpoints` outlives
 * attempts; every attempt has outputs of its own.
 */
export function openRunFolder(
  folder: string,
  attempt: string,
  inputs: { readonly [name: string]: string },
  environments: { readonly [name: string]: Json } = {},
  watch: { readonly signal?: AbortSignal; readonly onProgress?: (done: number) => void } = {},
): RunFolder {
  const checkpoints = join(folder, 'checkpoints');
  mkdirSync(checkpoints, { recursive: true });
  const outputPath = (name: string): string => join(folder, attempt, name);
  const record: RunRecord = { messages: [], progress: [] };
  const refuse = (): never => {
    throw new Error('These engines do not ask for this.');
  };
  const outputs: StepOutputs = {
    writeText: refuse,
    writeLines: refuse,
    writeJson: refuse,
    writeTable: refuse,
    adopt: refuse,
    directory: (name) => directoryWriter(outputPath(name)),
  };
  const context: TrainingContext = {
    params: { environments },
    input: (name) => openInput(name, inputs[name] ?? refuse()),
    hasInput: (name) => inputs[name] !== undefined,
    inputs: (prefix) =>
      new Map(
        Object.entries(inputs)
          .filter(([name]) => name.startsWith(`${prefix}/`))
          .map(([name, path]) => [name.slice(prefix.length + 1), openInput(name, path)]),
      ),
    outputs,
    log: (message) => void record.messages.push(message),
    progress: (done, total) => {
      record.progress.push([done, total]);
      watch.onProgress?.(done);
    },
    signal: watch.signal ?? new AbortController().signal,
    folder: join(folder, attempt),
    checkpoints,
    readTable: refuse,
  };
  return { context, record, output: (name, path) => join(outputPath(name), path) };
}

/** A file, or a folder with all that lies in it. */
export function openInput(name: string, path: string): StepInput {
  const isFolder = statSync(path).isDirectory();
  const files = isFolder ? filesUnder(path, '').sort() : [];
  const refuse = (): never => {
    throw new Error('These engines do not ask for this.');
  };
  return {
    name,
    path,
    files,
    digest: digestOf(path),
    text: () => readFileSync(path, 'utf8'),
    json: () => JSON.parse(readFileSync(path, 'utf8')) as Json,
    file: (file) => join(path, file),
    bytes: (file) => readFileSync(join(path, file)),
    table: refuse,
    lines: refuse,
    chunks: refuse,
    module: refuse,
  };
}

export function digestOf(path: string): string {
  const hash = createHash('sha256');
  if (!statSync(path).isDirectory()) return hash.update(readFileSync(path)).digest('hex');
  for (const file of filesUnder(path, '').sort())
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(path, file)));
  return hash.digest('hex');
}

function filesUnder(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesUnder(root, path) : [path];
  });
}

function directoryWriter(path: string): DirectoryWriter {
  mkdirSync(path, { recursive: true });
  const write = (name: string, content: string | Uint8Array): void => {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), content);
  };
  return {
    path,
    writeText: write,
    writeBytes: write,
    writeTable: () => {
      throw new Error('These engines write no tables.');
    },
  };
}
