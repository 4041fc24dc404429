import { createReadStream, mkdirSync, readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { formatLocation, isProuieError } from '../errors.ts';
import type { Json } from '../json.ts';
import { randomStream } from '../random.ts';
import type { Step, StepContext, StepInput } from '../step.ts';
import { guardWrite, writeError } from '../store/files.ts';
import { storePaths } from '../store/paths.ts';
import type { StoredOutput } from '../store/record.ts';
import { Store } from '../store/store.ts';
import {
  type Attempt,
  type AttemptInput,
  type Exit,
  type Failure,
  readAttempt,
  writeExit,
} from './attempt.ts';
import { secretValues } from './environment.ts';
import { appendLog } from './log-file.ts';
import { OutputCollector } from './output-collector.ts';

export interface ExecuteOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
  readonly memory: StepMemory;
  /** Asked when the step failed: false where it was stopped to begin again, so that nothing is settled. */
  readonly isFinal?: () => boolean;
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
  if (!exit.ok && options.isFinal?.() === false) return exit;
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
  const secrets = secretValues(process.env);
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
    log: (message) => appendLog(folder, `${message}\n`, secrets),
    progress: options.onProgress,
    signal: options.signal,
    remember: (digest, make) => options.memory.get(digest, make),
    folder,
    get checkpoints() {
      const path = storePaths.checkpoints(attempt.store, attempt.key);
      guardWrite(path, () => mkdirSync(path, { recursive: true }));
      return path;
    },
    readTable: async (bytes, schema) => (await import('../store/arrow-reader.ts')).readTable(bytes, schema),
  };
  const { step } = (await import(pathToFileURL(attempt.module).href)) as { step: Step };
  try {
    await step.run(context as StepContext<never>);
  } catch (cause) {
    // Why it was stopped says more than what that did to it.
    options.signal.throwIfAborted();
    throw cause;
  }
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
    chunks: () => createReadStream(input.path, { highWaterMark: 1 << 18 }) as AsyncIterable<Uint8Array>,
    file: filePath,
    bytes: (path) => readFileSync(filePath(path)),
    files: input.files?.map(([path]) => path) ?? [],
    module: async () => (await import(pathToFileURL(input.path).href)) as Record<string, unknown>,
  };
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

/** An expected failure says what and where; a bug shows its stack. */
function lastWords({ code, message, hint, location, stack }: Failure): string {
  if (code === 'PROUIE_STEP') return stack ?? message;
  const at = location === undefined ? '' : formatLocation(location);
  return [
    `${code}: ${message}`,
    ...(at === '' ? [] : [`at ${at}`]),
    ...(hint === undefined ? [] : [hint]),
  ].join('\n  ');
}

function keepLastWords(folder: string, failure: Failure): void {
  try {
    appendLog(folder, `${lastWords(failure)}\n`, secretValues(process.env));
  } catch {
    // A full disk; the failure itself travels on.
    return;
  }
}

function bug(message: string): never {
  throw new Error(message);
}
