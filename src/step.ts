import type { z } from 'zod';
import type { OutputKind } from './graph/node.ts';
import type { Json } from './json.ts';
import type { Random } from './random.ts';
import type { TableData, TableInput, TableSchema } from './store/arrow-schema.ts';

/** An input as a step sees it. */
export interface StepInput {
  readonly name: string;
  /** sha256 of the content, in hexadecimal. */
  readonly digest: string;
  /** Where the content lies; for a directory see `file`. Never write it into an output. */
  readonly path: string;
  /** The content as UTF-8. */
  text(): string;
  /** The content as JSON. */
  json(): Json;
  /** The rows of an Arrow table, checked against the declared columns. */
  table<const S extends TableSchema>(schema: S): Promise<TableData<S>>;
  /** Lines without their ends, streamed. */
  lines(): AsyncIterable<string>;
  /** The bytes in pieces, streamed. */
  chunks(): AsyncIterable<Uint8Array>;
  /** The path of one file of a directory. */
  file(path: string): string;
  /** The bytes of one file of a directory. */
  bytes(path: string): Uint8Array;
  /** The paths inside a directory, sorted. */
  readonly files: readonly string[];
  /** The module of a bundle. */
  module(): Promise<Record<string, unknown>>;
}

/** Where a step leaves what it makes, by the names of its outputs. Each is written once. */
export interface StepOutputs {
  /** A text, as it is. */
  writeText(output: string, text: string): void;
  /** Lines, each ended by `\n`. */
  writeLines(output: string, lines: Iterable<string>): void;
  /** A value as canonical JSON. */
  writeJson(output: string, value: Json): void;
  /**
   * An Arrow table: columns of equal length, by the names of the schema.
   *
   * @throws ProuieError PROUIE_TABLE_SCHEMA, PROUIE_TABLE_COLUMN, PROUIE_TABLE_LENGTH
   */
  writeTable<const S extends TableSchema>(output: string, schema: S, columns: TableInput<S>): Promise<void>;
  /** Takes a file or folder that a program left; it is moved away. */
  adopt(output: string, path: string): void;
  /** An empty folder that becomes the output when the step returns. */
  directory(output: string): DirectoryWriter;
}

/** An output that is a folder. */
export interface DirectoryWriter {
  readonly path: string;
  /** A text under a path inside the folder. */
  writeText(path: string, text: string): void;
  /** Bytes under a path inside the folder. */
  writeBytes(path: string, bytes: Uint8Array): void;
  /** An Arrow table under a path inside the folder; errors as of `StepOutputs.writeTable`. */
  writeTable<const S extends TableSchema>(path: string, schema: S, columns: TableInput<S>): Promise<void>;
}

/** All that a step may touch. */
export interface StepContext<Params> {
  readonly params: Params;
  /** @throws when the node has no such input */
  input(name: string): StepInput;
  /** Whether the node has such an input. */
  hasInput(name: string): boolean;
  /** Inputs named `prefix/…`, by what follows the slash, in declaration order. */
  inputs(prefix: string): ReadonlyMap<string, StepInput>;
  readonly outputs: StepOutputs;
  /** The stream of these parts under the node's step and `params.seed`. */
  random(...parts: readonly (string | number)[]): Random;
  /** A line in the attempt's log (`prouie logs NODE`). */
  log(message: string): void;
  /** How far the work is; any unit. */
  progress(done: number, total: number): void;
  readonly signal: AbortSignal;
  /** A value made from inputs alone, kept in the worker while it is small enough to keep. */
  remember<T>(digest: string, make: () => T | Promise<T>): Promise<T>;
  /** The folder of this attempt, for programs that need one. */
  readonly folder: string;
  /**
   * A folder that outlives the attempt: what a step that takes long saves here, the next attempt finds, until one of
   * them has succeeded.
   */
  readonly checkpoints: string;
  /** The folders that the shards left, in order; empty for a step without `runShard`. */
  readonly shards: readonly string[];
  /** Reads a table from bytes; for tables inside directories. */
  readTable<const S extends TableSchema>(bytes: Uint8Array, schema: S): Promise<TableData<S>>;
}

/** One of the shares into which a node's work is split. */
export interface Shard {
  /** From 0 to `count - 1`. */
  readonly index: number;
  readonly count: number;
  /**
   * Where the share leaves what it makes. The folder outlives the attempt: what a share that was broken off left here,
   * it finds again, until the node has succeeded.
   */
  readonly folder: string;
}

/** What a share of the work may touch. It has no outputs: those are written by `run`, from what all shares left. */
export type ShardContext<Params> = Omit<StepContext<Params>, 'outputs' | 'checkpoints' | 'shards'>;

/** What a step is: its parameters, its outputs, and what it does. */
export interface Step<Schema extends z.ZodType = z.ZodType> {
  readonly params: Schema;
  /** `declared`: the pipeline names the outputs (`command`). */
  readonly outputs: { readonly [output: string]: OutputKind } | 'declared';
  readonly volatile?: readonly string[];
  readonly keyedBy?: 'everything' | 'request';
  /**
   * Does one share of the work, perhaps beside others on other machines; `run` is called once all are done. Into how
   * many shares a node is split, its `resources.shards` say. That does not count for staleness, so it must not change
   * what `run` makes of them: take rows by their number, and random numbers by row.
   */
  runShard?(context: ShardContext<z.output<Schema>>, shard: Shard): Promise<void> | void;
  /** Does the work: from inputs to outputs, all through the context. Whatever it throws fails the node. */
  run(context: StepContext<z.output<Schema>>): Promise<void> | void;
}

/** The companion of `Step`: gives `run` the type of its parameters. */
export function defineStep<Schema extends z.ZodType>(step: Step<Schema>): Step<Schema> {
  return step;
}
