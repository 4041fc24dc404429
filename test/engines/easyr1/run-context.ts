import { createReadStream, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import type { TrainingContext } from '../../../src/engines/engine.ts';
import type { Json } from '../../../src/json.ts';
import type { StepInput } from '../../../src/step.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

/** What a run was given and left, on real files. */
export interface TestRun {
  readonly context: TrainingContext;
  readonly messages: readonly string[];
  readonly checkpoint: Pick<StepInput, 'files' | 'file' | 'bytes' | 'lines' | 'path'>;
  readonly log: TestRun['checkpoint'];
}

/** A context whose inputs are files and folders by name; an attempt that goes on is given the folder of the first. */
export function testRun(
  inputs: { readonly [name: string]: string },
  environments: { readonly [name: string]: Json },
  options: {
    readonly checkpoints?: string;
    readonly signal?: AbortSignal;
    readonly onStep?: (done: number) => void;
  } = {},
): TestRun {
  const folder = temporaryFolder();
  const messages: string[] = [];
  const outputs = { checkpoint: join(folder, 'checkpoint'), log: join(folder, 'log') };
  for (const path of Object.values(outputs)) mkdirSync(path);
  const context = {
    params: { environments },
    input: (name: string) => fileInput(inputs[name]!),
    hasInput: (name: string) => name in inputs,
    outputs: { directory: (name: keyof typeof outputs) => ({ path: outputs[name] }) },
    log: (message: string) => messages.push(message),
    progress: (done: number) => options.onStep?.(done),
    signal: options.signal ?? new AbortController().signal,
    folder,
    checkpoints: options.checkpoints ?? temporaryFolder(),
  };
  return {
    context: context as unknown as TrainingContext,
    messages,
    checkpoint: fileInput(outputs.checkpoint),
    log: fileInput(outputs.log),
  };
}

/** A file or folder as a step sees it. */
export function fileInput(path: string): TestRun['checkpoint'] {
  return {
    path,
    get files() {
      return readdirSync(path, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => relative(path, join(entry.parentPath, entry.name)))
        .sort();
    },
    file: (name) => join(path, name),
    bytes: (name) => readFileSync(join(path, name)),
    lines: () => createInterface({ input: createReadStream(path), crlfDelay: Infinity }),
  };
}

export interface Tensor {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

/** A small model folder as transformers writes it, of 32-bit weights. */
export function writeModel(folder: string, changes: { readonly [file: string]: unknown } = {}): string {
  mkdirSync(folder, { recursive: true });
  const files: { readonly [file: string]: unknown } = {
    'config.json': {
      architectures: ['Qwen3ForCausalLM'],
      rope_theta: 1_000_000,
      max_position_embeddings: 4096,
    },
    'generation_config.json': { eos_token_id: [7] },
    'tokenizer_config.json': { chat_template: 'words' },
    'tokenizer.json': { model: { vocab: { words: 0 } }, added_tokens: [] },
    ...changes,
  };
  for (const [name, content] of Object.entries(files))
    writeFileSync(join(folder, name), JSON.stringify(content));
  writeTensors(join(folder, 'model.safetensors'), MODEL);
  return folder;
}

export const MODEL: { readonly [name: string]: Tensor } = {
  'model.embed_tokens.weight': { shape: [3, 4], values: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] },
  'model.layers.0.mlp.up_proj.weight': { shape: [4, 2], values: [0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4] },
  'model.norm.weight': { shape: [4], values: [1, 1, 1, 1] },
};

export function writeTensors(path: string, tensors: { readonly [name: string]: Tensor }): void {
  let end = 0;
  const header = Object.entries(tensors).map(([name, { shape, values }]) => {
    const begin = end;
    end += 4 * values.length;
    return [name, { dtype: 'F32', shape, data_offsets: [begin, end] }];
  });
  const head = Buffer.from(JSON.stringify(Object.fromEntries(header)));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(head.length));
  const body = Float32Array.from(Object.values(tensors).flatMap(({ values }) => values));
  writeFileSync(path, Buffer.concat([length, head, Buffer.from(body.buffer)]));
}

/** The values of every tensor, by name. */
export function readTensors(path: string): { readonly [name: string]: readonly number[] } {
  const bytes = readFileSync(path);
  const length = Number(bytes.readBigUInt64LE(0));
  const header = JSON.parse(bytes.subarray(8, 8 + length).toString()) as {
    readonly [name: string]: { readonly data_offsets: readonly [number, number] };
  };
  return Object.fromEntries(
    Object.entries(header).map(
      ([
        name,
        {
          data_offsets: [begin, end],
        },
      ]) => [
        name,
        Array.from({ length: (end - begin) / 4 }, (_, index) =>
          bytes.readFloatLE(8 + length + begin + 4 * index),
        ),
      ],
    ),
  );
}
