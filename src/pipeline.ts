/** What pipelines and steps of one's own import as `prouie`. */
export { type ErrorDetails, type Location, ProuieError } from './errors.ts';
export {
  type BundleReference,
  bundle,
  type FileReference,
  file,
  type InputReference,
  type InputReferences,
  type NodeDeclaration,
  node,
  type OutputKind,
  type OutputReference,
  output,
  type Resources,
} from './graph/node.ts';
export type { Json } from './json.ts';
export type { Random } from './random.ts';
export { type ProfileSource, readSettings } from './settings.ts';
export {
  type DirectoryWriter,
  defineStep,
  type Shard,
  type ShardContext,
  type Step,
  type StepContext,
  type StepInput,
  type StepOutputs,
} from './step.ts';
export type {
  CellValue,
  Column,
  ColumnInput,
  ColumnType,
  ColumnValues,
  TableColumns,
  TableData,
  TableInput,
  TableRow,
  TableSchema,
} from './store/arrow-schema.ts';

import type { NodeDeclaration } from './graph/node.ts';
import type { ProfileSource } from './settings.ts';

/** All that a pipeline may look at. What it asks is remembered, and asked again before its graph is reused. */
export interface PipelineContext {
  /** The profile's YAML, with `--set` applied. */
  readonly profile: ProfileSource;
  /** The folder given by `--data`; undefined without one. */
  readonly dataFolder: string | undefined;
  /** A path inside the package. */
  packagePath(path: string): string;
  /** A path inside the folder of `--data`; inside the current one where none was given. */
  dataPath(path: string): string;
  /** A path relative to the pipeline's file. */
  path(path: string): string;
  /**
   * A file of an npm package that this one depends on, wherever npm has put it: `@scope/name/file`.
   *
   * @throws ProuieError PROUIE_PACKAGE_MISSING where the package is not installed, or does not hand that file out
   */
  dependencyPath(specifier: string): string;
  /** Whether there is a file or folder. */
  exists(path: string): boolean;
  /**
   * The content of a file, as UTF-8.
   *
   * @throws ProuieError PROUIE_FILE_MISSING
   */
  readText(path: string): string;
  /** Names inside a folder, sorted. */
  list(path: string): readonly string[];
}

/** A recipe: from a profile and what is there to the nodes. */
export type Pipeline = (context: PipelineContext) => readonly NodeDeclaration[];
