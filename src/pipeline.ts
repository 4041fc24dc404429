/** What pipelines and steps of one's own import as `prouie`. */
export { ProuieError } from './errors.ts';
export { bundle, file, type NodeDeclaration, node, output } from './graph/node.ts';
export type { Json } from './json.ts';
export { defineStep, type Step, type StepContext } from './step.ts';

import type { NodeDeclaration } from './graph/node.ts';
import type { Json } from './json.ts';

/** All that a pipeline may look at. What it asks is remembered, and asked again before its graph is reused. */
export interface PipelineContext {
  /** The profile as its YAML says, with `--set` applied, and where it stands, for errors. */
  readonly profile: ProfileSource;
  /** The folder given by `--data`; undefined without one. */
  readonly dataFolder: string | undefined;
  /** Paths inside the package, the data folder, or next to the pipeline's file. */
  packagePath(path: string): string;
  dataPath(path: string): string;
  path(path: string): string;
  exists(path: string): boolean;
  readText(path: string): string;
  /** Names inside a folder, sorted. */
  list(path: string): readonly string[];
}

export interface ProfileSource {
  readonly name: string;
  /** The YAML file; undefined where the pipeline has no such profile. */
  readonly file: string | undefined;
  readonly text: string;
  readonly settings: { readonly [key: string]: Json };
  /** Place of a setting in the file: the path of keys to line and column. */
  locate(path: readonly (string | number)[]): { readonly line: number; readonly column: number } | undefined;
}

/** A recipe: from a profile and what is there to the nodes. */
export type Pipeline = (context: PipelineContext) => readonly NodeDeclaration[];
