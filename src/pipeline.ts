/** What pipelines and steps of one's own import as `prouie`. */
export { ProuieError } from './errors.ts';
export { bundle, file, type NodeDeclaration, node, output } from './graph/node.ts';
export type { Json } from './json.ts';
export { defineStep, type Shard, type ShardContext, type Step, type StepContext } from './step.ts';

import type { NodeDeclaration } from './graph/node.ts';

/** All that a pipeline may look at. What it asks is remembered, and asked again before its graph is reused. */
export interface PipelineContext {
  /** The profile's YAML, with `--set` applied. */
  readonly profile: ProfileSource;
  /** The folder given by `--data`; undefined without one. */
  readonly dataFolder: string | undefined;
  /** Paths inside the package, the data folder, or next to the pipeline's file. */
  packagePath(path: string): string;
  dataPath(path: string): string;
  path(path: string): string;
  /**
   * A file of an npm package that this one depends on, wherever npm has put it: `@scope/name/file`.
   *
   * @throws ProuieError PROUIE_PACKAGE_MISSING where the package is not installed, or does not hand that file out
   */
  dependencyPath(specifier: string): string;
  exists(path: string): boolean;
  readText(path: string): string;
  /** Names inside a folder, sorted. */
  list(path: string): readonly string[];
}

export interface ProfileSource {
  readonly name: string;
  /** The YAML file; undefined where the pipeline has no profiles. */
  readonly file: string | undefined;
  readonly text: string;
}

/** A recipe: from a profile and what is there to the nodes. */
export type Pipeline = (context: PipelineContext) => readonly NodeDeclaration[];
