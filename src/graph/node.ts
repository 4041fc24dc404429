import type { Json } from '../json.ts';

/** What an output is: one Arrow table, one JSON value, one text, or a folder (a sorted list of files). */
export type OutputKind = 'arrow' | 'json' | 'text' | 'directory';

/** An output of another node. */
export interface OutputReference {
  readonly node: string;
  readonly output: string;
}
/** A file outside the graph; it counts by the digest of its content. */
export interface FileReference {
  readonly file: string;
}
/** A TypeScript entry of the package; it counts by the digest of its bundle, and is read as that bundle. */
export interface BundleReference {
  readonly bundle: string;
}
/** What a node may be made from. */
export type InputReference = OutputReference | FileReference | BundleReference;
/** By the step's own names. */
export type InputReferences = { readonly [argument: string]: InputReference };

/** What a node asks of the machine it runs on. None of it counts for staleness. */
export interface Resources {
  /** CPU cores. */
  readonly cpu?: number;
  /** Gigabytes. */
  readonly memory?: number;
  readonly gpu?: number;
  /**
   * How many machines the work runs on, each with the cpu, memory and gpu named beside it; for steps whose program
   * starts itself on all of them. One where left out; more needs SLURM.
   */
  readonly nodes?: number;
  /** Seconds after which the node is stopped and fails. */
  readonly time?: number;
  /**
   * How many processes share the work, each with the cpu, memory, gpu and time named beside it; for steps with
   * `runShard`. One where left out.
   */
  readonly shards?: number;
}

/** A node as a pipeline writes it. */
export interface NodeDeclaration {
  /** A path such as `predict/full/SciERC`. */
  readonly name: string;
  /** A file in `src/steps` without `.ts`, or a path that begins with `.`, relative to the pipeline's file. */
  readonly step: string;
  readonly params?: { readonly [key: string]: Json };
  readonly inputs?: InputReferences;
  readonly resources?: Resources;
  /** What the node's results are about (variant, seed, dataset …); for queries, never for staleness. */
  readonly tags?: { readonly [key: string]: string | number };
  /** How long it takes compared with a small node; the scheduler starts long chains first. */
  readonly weight?: number;
  /** Why this node cannot be made, for example a corpus that is not there. */
  readonly absent?: string;
  /** Files under `results/<profile>/` that are copies of outputs: file name to output. */
  readonly results?: { readonly [file: string]: string };
  /** Outputs of a step that leaves them to the pipeline (`command`). */
  readonly outputs?: { readonly [output: string]: OutputKind };
}

/** A validated node: defaults filled in, outputs known. */
export interface GraphNode extends NodeDeclaration {
  readonly params: { readonly [key: string]: Json };
  readonly inputs: InputReferences;
  readonly outputs: { readonly [output: string]: OutputKind };
  readonly tags: { readonly [key: string]: string | number };
  /** Parameters that do not count. */
  readonly volatile: readonly string[];
  /** `request`: the key is the digest of the input `request` and the tool's version; code of ours does not count. */
  readonly keyedBy: 'everything' | 'request';
}

export function isOutputReference(reference: InputReference): reference is OutputReference {
  return 'node' in reference;
}
export function isFileReference(reference: InputReference): reference is FileReference {
  return 'file' in reference;
}

/** Declares a node; the companion of `NodeDeclaration`. */
export function node(declaration: NodeDeclaration): NodeDeclaration {
  return declaration;
}

/** Refers to an output of a node, by the node or by its name. */
export function output(of: NodeDeclaration | string, name: string): OutputReference {
  return { node: typeof of === 'string' ? of : of.name, output: name };
}
/** An input that is a file. @param path absolute, as `context.path` gives it */
export function file(path: string): FileReference {
  return { file: path };
}
/** An input that is code. @param entry a TypeScript file, absolute or relative to the package */
export function bundle(entry: string): BundleReference {
  return { bundle: entry };
}
