import { createReadStream, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import type { Json } from '../../json.ts';
import { randomStream } from '../../random.ts';
import type { ShardContext, StepContext, StepInput, StepOutputs } from '../../step.ts';
import { guardWrite } from '../../store/files.ts';
import { makeFolder } from '../../store/folders.ts';
import { storePaths } from '../../store/paths.ts';
import { Store } from '../../store/store.ts';
import type { Attempt, AttemptInput } from './attempt.ts';
import { secretValues } from './environment.ts';
import { appendLog } from './log-file.ts';
import { shardFolders } from './shards.ts';
import type { StepMemory } from './step-memory.ts';

/** What a process lends to the step that it runs. */
export interface Lent {
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
  readonly memory: StepMemory;
}

/**
 * What a step sees of its node while it does one shard.
 *
 * @param folder for programs that need one
 * @param logFolder where the log is
 */
export function shardContext(
  attempt: Attempt,
  { folder, logFolder = folder }: { readonly folder: string; readonly logFolder?: string },
  { signal, onProgress, memory }: Lent,
): ShardContext<unknown> {
  const store = new Store(attempt.store);
  const inputs = new Map(
    Object.entries(attempt.inputs).map(([name, input]) => [name, stepInput(name, input, store)]),
  );
  const secrets = secretValues(process.env);
  return {
    params: attempt.params,
    input: (name) => inputs.get(name) ?? bug(`${attempt.node} has no input "${name}"`),
    hasInput: (name) => inputs.has(name),
    inputs: (prefix) =>
      new Map(
        [...inputs].flatMap(([name, input]) =>
          name.startsWith(`${prefix}/`) ? [[name.slice(prefix.length + 1), input] as const] : [],
        ),
      ),
    random: (...parts) => randomStream(attempt.recipe.step, String(attempt.params['seed'] ?? 0), ...parts),
    log: (message) => appendLog(logFolder, `${message}\n`, secrets),
    progress: onProgress,
    signal,
    remember: (digest, make) => memory.get(digest, make),
    folder,
    readTable: async (bytes, schema) =>
      (await import('../../store/arrow-reader.ts')).readTable(bytes, schema),
  };
}

/** What a step sees of its node while it makes the outputs. */
export function runContext(
  attempt: Attempt,
  folder: string,
  outputs: StepOutputs,
  isSharded: boolean,
  lent: Lent,
): StepContext<unknown> {
  return {
    ...shardContext(attempt, { folder }, lent),
    outputs,
    shards: isSharded ? shardFolders(attempt) : [],
    get checkpoints() {
      const path = storePaths.checkpoints(attempt.store, attempt.key);
      guardWrite(path, () => makeFolder(path));
      return path;
    },
  };
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
      (await import('../../store/arrow-reader.ts')).readTable(readFileSync(input.path), schema),
    lines: () =>
      createInterface({ input: createReadStream(input.path), crlfDelay: Number.POSITIVE_INFINITY }),
    chunks: () => createReadStream(input.path, { highWaterMark: 1 << 18 }) as AsyncIterable<Uint8Array>,
    file: filePath,
    bytes: (path) => readFileSync(filePath(path)),
    files: input.files?.map(([path]) => path) ?? [],
    module: async () => (await import(pathToFileURL(input.path).href)) as Record<string, unknown>,
  };
}

function bug(message: string): never {
  throw new Error(message);
}
