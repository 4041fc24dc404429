import type { GraphNode } from '../graph/node.ts';
import type { Json } from '../json.ts';
import { canonicalJson } from './canonical-json.ts';
import { digestOf, type Key } from './digest.ts';

/** All that a result depends on. Two nodes with equal recipes share one result. */
export interface Recipe {
  readonly step: string;
  /** Without the step's volatile parameters. */
  readonly params: { readonly [key: string]: Json };
  /** Input name to the digest of its content: never the key of its producer, never a time, never a path. */
  readonly inputs: { readonly [argument: string]: string };
  /** Digest of the step's bundle; empty for a step keyed by its request. */
  readonly code: string;
  /** Version of the outside program, or of what the runner lends to steps. */
  readonly tool: string;
}

/**
 * What the runner lends to every step: the Arrow writer, the form of JSON and text, seeded streams. To be raised when a
 * change of these changes the bytes of any artifact, as no step's code shows it.
 */
export const RUNNER_TOOL = 'runner 1';

export function keyOf(recipe: Recipe): Key {
  return digestOf(canonicalJson(recipe as unknown as Json)) as unknown as Key;
}

/**
 * The recipe of a node. A step keyed by its request counts the request alone: what else it reads is named in there by
 * digest, and code of ours around it may change without a new run.
 */
export function recipeOf(
  node: GraphNode,
  inputs: { readonly [argument: string]: string },
  code: string,
  tool: string,
): Recipe {
  if (node.keyedBy === 'request') {
    return { step: node.step, params: {}, inputs: { request: inputs['request']! }, code: '', tool };
  }
  return { step: node.step, params: countingParams(node), inputs, code, tool };
}

function countingParams(node: GraphNode): Recipe['params'] {
  if (node.volatile.length === 0) return node.params;
  return Object.fromEntries(Object.entries(node.params).filter(([name]) => !node.volatile.includes(name)));
}
