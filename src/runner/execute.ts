import {
  appendFileSync,
  closeSync,
  createReadStream,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { isProuieError, ProuieError } from '../errors.ts';
import type { OutputKind } from '../graph/node.ts';
import type { Json } from '../json.ts';
import { randomStream } from '../random.ts';
import type { DirectoryWriter, Step, StepContext, StepInput, StepOutputs } from '../step.ts';
import { guardWrite, writeError } from '../store/files.ts';
import type { StoredOutput } from '../store/record.ts';
import { Store } from '../store/store.ts';
import {
  type Attempt,
  type AttemptInput,
  attemptFiles,
  type Exit,
  type Failure,
  readAttempt,
  writeExit,
} from './attempt.ts';

export interface ExecuteOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
  readonly memory: StepMemory;
}

/** Values that steps made from inputs alone, kept by digest; the oldest goes first. */
export class StepMemory {
  readonly #values = new Map<string, unknown>();
  readonly #limit: number;

  constructor(limit = 4) {
    this.#limit = limit;
  }

  async get<T>(digest: string, make: () => T | Promise<T>): Promise<T> {
    const value = this.#values.has(digest) ? (this.#values.get(digest) as T) : await make();
    this.#values.delete(digest);
    this.#values.set(digest, value);
    for (const oldest of this.#values.keys()) {
      if (this.#values.size <= this.#limit) break;
      this.#values.delete(oldest);
    }
    return value;
  }
}

/** Runs the node described in an attempt folder and leaves `exit.json` there, whatever happens. */
export async function executeAttempt(folder: string, options: ExecuteOptions): Promise<Exit> {
  const startedAt = new Date();
  const began = performance.now();
  let result: { ok: true; outputs: { [output: string]: StoredOutput } } | { ok: false; failure: Failure };
  try {
    result = { ok: true, outputs: await runStep(readAttempt(folder), folder, options) };
  } catch (cause) {
    result = { ok: false, failure: describeFailure(cause) };
    keepLastWords(folder, result.failure);
  }
  const exit: Exit = {
    schemaVersion: 1,
    ...result,
    startedAt: startedAt.toISOString(),
    seconds: Math.round(performance.now() - began) / 1000,
    memory: process.memoryUsage.rss(),
    host: hostname(),
    versions: { node: process.version },
  };
  try {
    writeExit(folder, exit);
    return exit;
  } catch (cause) {
    // Without the file nobody else would know of the result, so it does not count.
    const { schemaVersion, startedAt: started, seconds, memory, host, versions } = exit;
    return {
      schemaVersion,
      ok: false,
      failure: describeFailure(cause),
      startedAt: started,
      seconds,
      memory,
      host,
      versions,
    };
  }
}

async function runStep(
  attempt: Attempt,
  folder: string,
  options: ExecuteOptions,
): Promise<{ [output: string]: StoredOutput }> {
  const store = new Store(attempt.store);
  const inputs = new Map(
    Object.entries(attempt.inputs).map(([name, input]) => [name, stepInput(name, input, store)]),
  );
  const outputs = new OutputCollector(store, folder, attempt.outputs);
  const context: StepContext<unknown> = {
    params: attempt.params,
    input: (name) => inputs.get(name) ?? bug(`${attempt.node} has no input "${name}"`),
    hasInput: (name) => inputs.has(name),
    inputs: (prefix) =>
      new Map(
        [...inputs].flatMap(([name, input]) =>
          name.startsWith(`${prefix}/`) ? [[name.slice(prefix.length + 1), input] as const] : [],
        ),
      ),
    outputs,
    random: (...parts) => randomStream(attempt.recipe.step, String(attempt.params['seed'] ?? 0), ...parts),
    log: (message) => appendLog(folder, message),
    progress: options.onProgress,
    signal: options.signal,
    remember: (digest, make) => options.memory.get(digest, make),
    folder,
    readTable: async (bytes, schema) => (await import('../store/arrow-reader.ts')).readTable(bytes, schema),
  };
  const { step } = (await import(pathToFileURL(attempt.module).href)) as { step: Step };
  await step.run(context as StepContext<never>);
  options.signal.throwIfAborted();
  return outputs.finish();
}

function stepInput(name: string, input: AttemptInput, store: Store): StepInput {
  const filePath = (path: string): string => {
    const entry =
      input.files?.find(([candidate]) => candidate === path) ?? bug(`${name} holds no file ${path}`);
    return store.blobPath(entry[1]);
  };
  return {
    name,
    digest: input.digest,
    path: input.path,
    text: () => readFileSync(input.path, 'utf8'),
    json: () => JSON.parse(readFileSync(input.path, 'utf8')) as Json,
    table: async (schema) =>
      (await import('../store/arrow-reader.ts')).readTable(readFileSync(input.path), schema),
    lines: () =>
      createInterface({ input: createReadStream(input.path), crlfDelay: Number.POSITIVE_INFINITY }),
    chunks: () => createReadStream(input.path, 'utf8') as AsyncIterable<string>,
    file: filePath,
    bytes: (path) => readFileSync(filePath(path)),
    files: input.files?.map(([path]) => path) ?? [],
    module: async () => (await import(pathToFileURL(input.path).href)) as Record<string, unknown>,
  };
}

/** Takes what a step writes into the store, and checks that all that was declared is there. */
class OutputCollector implements StepOutputs {
  readonly #store: Store;
  readonly #folder: string;
  readonly #declared: { readonly [output: string]: OutputKind };
  readonly #written: { [output: string]: StoredOutput } = {};
  readonly #directories = new Map<string, string>();

  constructor(store: Store, folder: string, declared: { readonly [output: string]: OutputKind }) {
    this.#store = store;
    this.#folder = folder;
    this.#declared = declared;
  }

  writeText(output: string, text: string): void {
    this.#put(output, this.#declared[output] === 'json' ? 'json' : 'text', text);
  }

  writeLines(output: string, lines: Iterable<string>): void {
    this.#check(output, 'text');
    const path = join(this.#folder, `output-${output}`);
    const descriptor = openSync(path, 'w');
    guardWrite(path, () => {
      let pending = '';
      for (const line of lines) {
        pending += `${line}\n`;
        if (pending.length > 1 << 20) {
          writeSync(descriptor, pending);
          pending = '';
        }
      }
      writeSync(descriptor, pending);
    });
    closeSync(descriptor);
    this.#written[output] = { kind: 'text', ...this.#store.adoptFile(path) };
  }

  writeJson(output: string, value: Json): void {
    this.#put(output, 'json', `${JSON.stringify(value, null, 1)}\n`);
  }

  async writeTable(...[output, schema, columns]: Parameters<StepOutputs['writeTable']>): Promise<void> {
    const { writeTable } = await import('../store/arrow-writer.ts');
    this.#put(output, 'arrow', writeTable(schema, columns as never));
  }

  directory(output: string): DirectoryWriter {
    this.#check(output, 'directory');
    const path = join(this.#folder, `output-${output}`);
    mkdirSync(path, { recursive: true });
    this.#directories.set(output, path);
    const write = (name: string, content: string | Uint8Array): void => {
      const file = join(path, name);
      guardWrite(file, () => {
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, content);
      });
    };
    return {
      path,
      writeText: write,
      writeBytes: write,
      writeTable: async (name, schema, columns) => {
        const { writeTable } = await import('../store/arrow-writer.ts');
        write(name, writeTable(schema, columns as never));
      },
    };
  }

  adopt(output: string, path: string): void {
    const kind = this.#declared[output] ?? bug(`the output "${output}" is not declared`);
    this.#written[output] =
      kind === 'directory' ? this.#store.adoptDirectory(path) : { kind, ...this.#store.adoptFile(path) };
  }

  finish(): { [output: string]: StoredOutput } {
    for (const [output, path] of this.#directories) {
      this.#written[output] = this.#store.adoptDirectory(path);
      rmSync(path, { recursive: true, force: true });
    }
    const missing = Object.keys(this.#declared).filter((output) => this.#written[output] === undefined);
    if (missing.length > 0) {
      throw new ProuieError(
        'PROUIE_OUTPUT_MISSING',
        `The step ended without writing ${missing.map((name) => `"${name}"`).join(', ')}.`,
        {
          hint: 'A step must write every output that it declares.',
        },
      );
    }
    return Object.fromEntries(Object.keys(this.#declared).map((output) => [output, this.#written[output]!]));
  }

  #put(output: string, kind: OutputKind, content: string | Uint8Array): void {
    this.#check(output, kind);
    this.#written[output] = { kind, ...this.#store.writeBlob(content) };
  }

  #check(output: string, kind: OutputKind): void {
    const declared = this.#declared[output] ?? bug(`the output "${output}" is not declared`);
    if (declared !== kind) bug(`the output "${output}" is ${declared}, not ${kind}`);
  }
}

export function describeFailure(cause: unknown): Failure {
  const mended = writeError('a file of the attempt', cause);
  if (isProuieError(mended)) {
    return {
      code: mended.code,
      message: mended.message,
      hint: mended.hint,
      location: mended.location,
      stack: mended.stack,
    };
  }
  if (cause instanceof Error) return { code: 'PROUIE_STEP', message: cause.message, stack: cause.stack };
  return { code: 'PROUIE_STEP', message: String(cause) };
}

function appendLog(folder: string, message: string): void {
  guardWrite(folder, () => appendFileSync(join(folder, attemptFiles.log), `${message}\n`));
}

function keepLastWords(folder: string, failure: Failure): void {
  try {
    appendLog(folder, failure.stack ?? failure.message);
  } catch {
    // A full disk; the failure itself travels on.
    return;
  }
}

function bug(message: string): never {
  throw new Error(message);
}
