import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { isProuieError, ProuieError } from '../../errors.ts';
import { createGraph, type Graph } from '../../graph/graph.ts';
import type { GraphNode, NodeDeclaration } from '../../graph/node.ts';
import { digestOf } from '../../identity/digest.ts';
import { seal, unseal } from '../../identity/seal.ts';
import type { Step } from '../../step.ts';
import { replaceFile } from '../../store/files.ts';
import { storePaths } from '../../store/paths.ts';
import { declareNodes } from './declarations.ts';
import { checkNode, loadStep } from './node-check.ts';
import { type Question, stillHolds } from './questions.ts';
import { stepEntry, type Workspace } from './workspace.ts';

/** All that a graph depends on besides the flags. */
export interface GraphSources {
  readonly takenAt: number;
  /** Entry to digest of its bundle: the pipeline and all steps. */
  readonly code: { readonly [entry: string]: string };
  readonly questions: readonly Question[];
}

interface CachedGraph extends GraphSources {
  readonly version: 1;
  readonly nodes: readonly GraphNode[];
}

export interface LoadedGraph {
  readonly graph: Graph;
  readonly sources: GraphSources;
  /** Digest of each step's bundle. */
  readonly stepDigests: ReadonlyMap<string, string>;
  /** Keeps the graph for the commands that follow. Only commands that may write call it. */
  readonly keep: () => void;
}

/**
 * The graph of a workspace. While neither the pipeline, a step, the profile nor a file that the pipeline looked at
 * changed, it comes from a cache, and no pipeline and no schema is evaluated. Nothing is written.
 *
 * @param isCurrent whether it is known already that none of these changed since the graph was kept
 */
export async function loadGraph(workspace: Workspace, isCurrent = false): Promise<LoadedGraph> {
  const cachePath = storePaths.cache(workspace.store.root, `graph-${workspaceDigest(workspace)}.sealed`);
  return readCache(workspace, cachePath, isCurrent) ?? (await buildGraph(workspace, cachePath));
}

/** Of what names a graph: equal for the same flags in the same folder. */
export function workspaceDigest(workspace: Workspace): string {
  const { packageRoot, folder, pipelineFile, profile, dataFolder, settings } = workspace;
  return digestOf(
    JSON.stringify([packageRoot, folder, pipelineFile, profile, dataFolder ?? '', settings]),
  ).slice(0, 16);
}

function readCache(workspace: Workspace, cachePath: string, isCurrent: boolean): LoadedGraph | undefined {
  let text: string | undefined;
  try {
    text = unseal(readFileSync(cachePath, 'utf8'));
  } catch {
    // No cache: the graph is built.
    return undefined;
  }
  // A bit that flipped in a parameter would be made into a result.
  if (text === undefined) return undefined;
  const cached = JSON.parse(text) as CachedGraph;
  if (cached.version !== 1) return undefined;
  if (isCurrent ? !isBundled(workspace, cached) : !isStillRight(workspace, cached)) return undefined;
  return {
    graph: createGraph(cached.nodes),
    sources: cached,
    stepDigests: digestsOfSteps(workspace, cached.nodes, (entry) => cached.code[entry]!),
    keep: () => undefined,
  };
}

function isStillRight({ bundles }: Workspace, { questions, takenAt, code }: CachedGraph): boolean {
  return (
    questions.every((question) => stillHolds(question, takenAt)) &&
    Object.entries(code).every(([entry, digest]) => bundles.remembered(entry)?.digest === digest)
  );
}

/** Another process may have forgotten a bundle. */
function isBundled({ bundles }: Workspace, { code }: CachedGraph): boolean {
  return Object.entries(code).every(([entry, digest]) => bundles.isKnown(entry, digest));
}

function digestsOfSteps(
  workspace: Workspace,
  nodes: readonly GraphNode[],
  digest: (entry: string) => string,
): ReadonlyMap<string, string> {
  const digests = new Map<string, string>();
  for (const { step } of nodes) if (!digests.has(step)) digests.set(step, digest(stepEntry(workspace, step)));
  return digests;
}

async function buildGraph(workspace: Workspace, cachePath: string): Promise<LoadedGraph> {
  const takenAt = Date.now();
  const questions: Question[] = [];
  const declarations = await declareNodes(workspace, questions);
  const steps = new Map<string, Step>();
  for (const declaration of declarations) {
    if (!steps.has(declaration.step)) steps.set(declaration.step, await loadStep(workspace, declaration));
  }
  const graph = checkGraph(workspace, declarations, steps);
  const { nodes } = graph;
  const code: { [entry: string]: string } = {
    [workspace.pipelineFile]: (await workspace.bundles.bundle(workspace.pipelineFile)).digest,
  };
  for (const step of steps.keys()) {
    const entry = stepEntry(workspace, step);
    code[entry] = (await workspace.bundles.bundle(entry)).digest;
  }
  const entries = new Set(
    nodes
      .flatMap((node) => Object.values(node.inputs))
      .flatMap((reference) => ('bundle' in reference ? [reference.bundle] : [])),
  );
  for (const entry of entries)
    code[resolve(workspace.packageRoot, entry)] = (await workspace.bundles.bundle(entry)).digest;
  const cached: CachedGraph = { version: 1, takenAt, code, questions, nodes };
  return {
    graph,
    sources: cached,
    stepDigests: digestsOfSteps(workspace, nodes, (entry) => code[entry]!),
    keep: () => replaceFile(cachePath, seal(JSON.stringify(cached))),
  };
}

/** Errors that know no place of their own get the pipeline's. */
function checkGraph(
  workspace: Workspace,
  declarations: readonly NodeDeclaration[],
  steps: ReadonlyMap<string, Step>,
): Graph {
  try {
    return createGraph(
      declarations.map((declaration) => checkNode(declaration, steps.get(declaration.step)!)),
    );
  } catch (cause) {
    if (!isProuieError(cause) || cause.location !== undefined) throw cause;
    const location = { file: workspace.pipelineFile };
    throw new ProuieError(cause.code, cause.message, { hint: cause.hint, location, cause });
  }
}
