import type { PromptWay } from '../src/engines/preflight/agreement.ts';
import type { InputReferences, NodeDeclaration, Resources } from '../src/graph/node.ts';
import type { Json } from '../src/json.ts';

/** Options of an engine, or of where it runs. */
export type Options = { readonly [key: string]: Json };

/** An engine as the nodes of a method need it. */
export interface MethodEngine<Part> {
  /** As tags and reports have it. */
  readonly name: string;
  /** The module that exports it as `engine`. */
  readonly adapter: string;
  /** Code of ours that acts inside the run: `code/<name>`. It counts. */
  readonly code: InputReferences;
  /** Versions that the profile states of an environment of its own; they stand in requests, and count. */
  readonly versions?: { readonly [name: string]: string } | undefined;
  /** Programs of ours that check a run and change nothing in it: `program/<name>`. They do not count. */
  readonly programs: InputReferences;
  /** Where and with which programs a run is done. It does not count. */
  readonly place: Options;
  readonly resources: Resources;
  options(part: Part): Options;
}

/** An engine that learns from rewards. */
export interface GrpoEngine extends MethodEngine<'de1' | 'de2' | 'de3'> {
  /** The module that gives rewards; each run is handed it with its own variant of the reward, as `code/reward`. */
  readonly rewardProgram: string;
}

/** An engine that answers in runs of its own. */
export interface GenerationEngineParts extends Omit<MethodEngine<never>, 'options' | 'programs'> {
  readonly options: Options;
  /** For a model before any training. */
  readonly baseOptions: Options;
}

/** What the comparison of prompts before training needs (`preflight.ts`). */
export interface PromptComparison {
  /** How each engine makes its prompts. */
  readonly ways: readonly PromptWay[];
  /** Programs of ours, and locks of environments. */
  readonly code: InputReferences;
  readonly place: Options;
}

export interface Engines {
  /** The model that the first phase starts from; undefined where an engine starts from nothing. */
  readonly start: NodeDeclaration | undefined;
  readonly sft: MethodEngine<{ readonly epochs: number }>;
  readonly grpo: GrpoEngine;
  /** Undefined where answers are made in process. */
  readonly generation: GenerationEngineParts | undefined;
  /** Undefined where all engines are one, and make prompts in one way. */
  readonly preflight: PromptComparison | undefined;
}
